//! Commodities.

use contract::{Actor, Commodity, CommodityForm, CommodityId, Permission};
use store::tables::commodity::{self, CommodityRow};

use super::{Reference, taken_code};
use crate::{
    Authorize, Error, Result,
    error::check,
    events::{self, Changes, NewEvent},
};

impl Reference {
    /// The organization's commodities, by code.
    pub async fn commodities(&self, actor: &Actor) -> Result<Vec<Commodity>> {
        actor.require(Permission::ReadReference)?;
        let rows = commodity::list(&self.env.db, actor.organization_id).await?;
        Ok(rows.into_iter().map(dto).collect())
    }

    /// One commodity.
    pub async fn commodity(&self, actor: &Actor, id: CommodityId) -> Result<Commodity> {
        actor.require(Permission::ReadReference)?;
        let row = commodity::get(&self.env.db, actor.organization_id, id).await?;
        row.map(dto).ok_or(Error::NotFound("commodity"))
    }

    /// Adds a commodity (`id` absent), or changes one that is still at the version that was seen.
    ///
    /// # Errors
    /// [`Error::Invalid`] naming the fields, also when the code is taken; [`Error::Conflict`] when it was changed since.
    pub async fn save_commodity(
        &self,
        actor: &Actor,
        id: Option<(CommodityId, i64)>,
        form: CommodityForm,
    ) -> Result<Commodity> {
        actor.require(Permission::WriteReference)?;
        check(&form)?;
        let now = self.env.now();
        let mut tx = self.env.db.begin().await?;
        let before = match id {
            Some((id, row_version)) => {
                let row = commodity::get(&mut tx, actor.organization_id, id).await?;
                let row = row.ok_or(Error::NotFound("commodity"))?;
                Some(CommodityRow { row_version, ..row })
            }
            None => None,
        };
        let after = CommodityRow {
            id: before.as_ref().map_or_else(|| self.env.ids.next(), |row| row.id),
            organization_id: actor.organization_id,
            code: form.code.trim().to_owned(),
            name: form.name.trim().to_owned(),
            gl_code: form.gl_code.trim().to_owned(),
            row_version: before.as_ref().map_or(1, |row| row.row_version),
            created_at: before.as_ref().map_or(now, |row| row.created_at),
            updated_at: now,
        };
        let kind = if before.is_some() {
            if !commodity::update(&mut tx, &after).await.map_err(taken_code)? {
                return Err(Error::stale("commodity"));
            }
            "commodity.updated"
        } else {
            commodity::insert(&mut tx, &after).await.map_err(taken_code)?;
            "commodity.created"
        };
        let old = |field: fn(&CommodityRow) -> &String| before.as_ref().map_or("", |row| field(row));
        let changes = Changes::new()
            .text("code", old(|row| &row.code), &after.code)
            .text("name", old(|row| &row.name), &after.name)
            .text("gl_code", old(|row| &row.gl_code), &after.gl_code);
        events::record(
            &mut tx,
            &self.env,
            actor,
            NewEvent::new(kind, after.id, &after.name).changes(changes),
        )
        .await?;
        let saved = commodity::get(&mut tx, actor.organization_id, after.id).await?;
        tx.commit().await?;
        saved.map(dto).ok_or(Error::NotFound("commodity"))
    }
}

fn dto(row: CommodityRow) -> Commodity {
    Commodity {
        id: row.id,
        code: row.code,
        name: row.name,
        gl_code: row.gl_code,
        row_version: row.row_version,
    }
}
