//! Locations.

use contract::{Actor, Location, LocationForm, LocationId, Permission};
use store::tables::location::{self, LocationRow};

use super::{Reference, taken_code};
use crate::{
    Authorize, Error, Result,
    error::check,
    events::{self, Changes, NewEvent},
};

impl Reference {
    /// The organization's locations, by code.
    pub async fn locations(&self, actor: &Actor) -> Result<Vec<Location>> {
        actor.require(Permission::ReadReference)?;
        let rows = location::list(&self.env.db, actor.organization_id).await?;
        Ok(rows.into_iter().map(dto).collect())
    }

    /// One location.
    pub async fn location(&self, actor: &Actor, id: LocationId) -> Result<Location> {
        actor.require(Permission::ReadReference)?;
        let row = location::get(&self.env.db, actor.organization_id, id).await?;
        row.map(dto).ok_or(Error::NotFound("location"))
    }

    /// Adds a location (`id` absent), or changes one that is still at the version that was seen.
    ///
    /// # Errors
    /// [`Error::Invalid`] naming the fields, also when the code is taken; [`Error::Conflict`] when it was changed since.
    pub async fn save_location(
        &self,
        actor: &Actor,
        id: Option<(LocationId, i64)>,
        form: LocationForm,
    ) -> Result<Location> {
        actor.require(Permission::WriteReference)?;
        check(&form)?;
        let now = self.env.now();
        let mut tx = self.env.db.begin().await?;
        let before = match id {
            Some((id, row_version)) => {
                let row = location::get(&mut tx, actor.organization_id, id).await?;
                let row = row.ok_or(Error::NotFound("location"))?;
                Some(LocationRow { row_version, ..row })
            }
            None => None,
        };
        let after = LocationRow {
            id: before.as_ref().map_or_else(|| self.env.ids.next(), |row| row.id),
            organization_id: actor.organization_id,
            code: form.code.trim().to_owned(),
            name: form.name.trim().to_owned(),
            row_version: before.as_ref().map_or(1, |row| row.row_version),
            created_at: before.as_ref().map_or(now, |row| row.created_at),
            updated_at: now,
        };
        let kind = if before.is_some() {
            if !location::update(&mut tx, &after).await.map_err(taken_code)? {
                return Err(Error::stale("location"));
            }
            "location.updated"
        } else {
            location::insert(&mut tx, &after).await.map_err(taken_code)?;
            "location.created"
        };
        let (old_code, old_name) = before.as_ref().map_or(("", ""), |row| (&row.code, &row.name));
        let changes = Changes::new()
            .text("code", old_code, &after.code)
            .text("name", old_name, &after.name);
        events::record(
            &mut tx,
            &self.env,
            actor,
            NewEvent::new(kind, after.id, &after.name).changes(changes),
        )
        .await?;
        let saved = location::get(&mut tx, actor.organization_id, after.id).await?;
        tx.commit().await?;
        saved.map(dto).ok_or(Error::NotFound("location"))
    }
}

fn dto(row: LocationRow) -> Location {
    Location {
        id: row.id,
        code: row.code,
        name: row.name,
        row_version: row.row_version,
    }
}
