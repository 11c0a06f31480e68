//! People, jobs, events and reference data.

use app::ports::{Answer, AuditPort, IdentityPort, JobPort, ReferencePort, UserPort};
use async_trait::async_trait;
use contract::*;

use super::{Sample, at, id, made_up::*, no};

#[async_trait]
impl IdentityPort for Sample {
    async fn setup_needed(&self) -> Answer<bool> {
        Ok(true)
    }
    async fn complete_setup(&self, _form: SetupForm) -> Answer<()> {
        no()
    }
    async fn sign_in(&self, _form: SignInForm) -> Answer<()> {
        no()
    }
    async fn sign_out(&self, _actor: &Actor) -> Answer<()> {
        no()
    }
    async fn viewer(&self, _actor: &Actor) -> Answer<Viewer> {
        let current = Membership {
            organization_id: id(1),
            organization_name: "Northwind Trading Company".into(),
            role: Role::Admin,
        };
        let other = Membership {
            organization_id: id(2),
            organization_name: "Contoso".into(),
            role: Role::Auditor,
        };
        Ok(Viewer {
            user_id: id(1),
            name: "Ada Lovelace".into(),
            email: "ada@example.com".into(),
            memberships: vec![current.clone(), other],
            current,
        })
    }
    async fn switch_organization(&self, _actor: &Actor, _organization_id: OrganizationId) -> Answer<()> {
        no()
    }
    async fn accept_invitation(&self, _form: AcceptInvitationForm) -> Answer<()> {
        no()
    }
    async fn change_password(&self, _actor: &Actor, _current: String, _new: String) -> Answer<()> {
        no()
    }
    async fn revoke_session(&self, _actor: &Actor, _session_id: SessionId) -> Answer<()> {
        no()
    }
}

#[async_trait]
impl JobPort for Sample {
    async fn counts(&self, _actor: &Actor) -> Answer<JobCounts> {
        Ok(JobCounts {
            queued: 4,
            running: 2,
            done: 18_220,
            dead: 1,
            cancelled: 3,
        })
    }
    async fn list(&self, _actor: &Actor, _filter: JobFilter) -> Answer<Page<Job>> {
        let job = |number: u32| Job {
            id: id(number),
            kind: ["payee_file.work", "supplier_import.work", "index.build"][number as usize % 3].into(),
            status: JobStatus::ALL[number as usize % JobStatus::ALL.len()],
            priority: 0,
            attempt: 1,
            max_attempts: 5,
            progress: f64::from(number % 11) / 10.0,
            last_error: (number % 5 == 3).then(|| "the file ends in the middle of a row (row 20441)".into()),
            cancel_requested: number == 6,
            created_at: at(i64::from(number) * 13),
            run_at: at(0),
            started_at: None,
            finished_at: (number % 5 == 2).then(|| at(i64::from(number))),
            created_by: "Ada Lovelace".into(),
            payee_file_id: number.is_multiple_of(3).then(|| id(number)),
            import_id: (number % 3 == 1).then(|| id(number)),
            file_name: (number % 3 < 2).then(|| format!("list-{number}.csv")),
        };
        Ok(Page {
            items: (1..=20).map(job).collect(),
            next_cursor: Some("next".into()),
            total: None,
        })
    }
    async fn cancel(&self, _actor: &Actor, _id: JobId) -> Answer<Job> {
        no()
    }
    async fn retry(&self, _actor: &Actor, _id: JobId) -> Answer<Job> {
        no()
    }
}

#[async_trait]
impl UserPort for Sample {
    async fn list(&self, _actor: &Actor) -> Answer<Vec<User>> {
        let user = |number: u32| User {
            id: id(number),
            name: ["Ada Lovelace", "Grace Hopper", "محمد بن موسى", "Emmy Noether"][number as usize % 4].into(),
            email: format!("person{number}@example.com"),
            role: Role::ALL[1 + number as usize % 5],
            status: UserStatus::ALL[number as usize % 3],
            last_sign_in_at: Some(at(i64::from(number) * 500)),
            created_at: at(90_000),
        };
        Ok((0..9).map(user).collect())
    }
    async fn invite(&self, _actor: &Actor, _form: InviteUserForm) -> Answer<Invitation> {
        no()
    }
    async fn set_role(&self, _actor: &Actor, _id: UserId, _role: Role) -> Answer<User> {
        no()
    }
    async fn set_enabled(&self, _actor: &Actor, _id: UserId, _enabled: bool) -> Answer<User> {
        no()
    }
}

#[async_trait]
impl AuditPort for Sample {
    async fn list(&self, _actor: &Actor, filter: EventFilter) -> Answer<Page<Event>> {
        let length = if filter.entity_id.is_some() { 5 } else { 30 };
        Ok(Page {
            items: (1..=length).map(event).collect(),
            next_cursor: None,
            total: None,
        })
    }
}

#[async_trait]
impl ReferencePort for Sample {
    async fn locations(&self, _actor: &Actor) -> Answer<Vec<Location>> {
        let location = |(number, (code, name)): (u32, (&str, &str))| Location {
            id: id(number),
            code: code.into(),
            name: name.into(),
            row_version: 1,
        };
        let locations = [
            ("BER", "Berlin office"),
            ("NYC", "New York headquarters"),
            ("SPR-WH", "Springfield warehouse"),
        ];
        Ok((1..).zip(locations).map(location).collect())
    }
    async fn save_location(
        &self,
        _actor: &Actor,
        _id: Option<(LocationId, i64)>,
        _form: LocationForm,
    ) -> Answer<Location> {
        no()
    }
    async fn commodities(&self, _actor: &Actor) -> Answer<Vec<Commodity>> {
        Ok(Vec::new())
    }
    async fn save_commodity(
        &self,
        _actor: &Actor,
        _id: Option<(CommodityId, i64)>,
        _form: CommodityForm,
    ) -> Answer<Commodity> {
        no()
    }
}
