//! The start page.

use app::ports::{Answer, DashboardPort};
use async_trait::async_trait;
use contract::{Actor, Dashboard};

use super::Adapter;
use crate::problem::told;

#[async_trait]
impl DashboardPort for Adapter {
    async fn dashboard(&self, actor: &Actor) -> Answer<Dashboard> {
        self.0.dashboard.dashboard(actor).await.map_err(told)
    }
}
