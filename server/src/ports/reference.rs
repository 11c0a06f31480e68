//! Locations and commodities.

use app::ports::{Answer, ReferencePort};
use async_trait::async_trait;
use contract::{Actor, Commodity, CommodityForm, CommodityId, Location, LocationForm, LocationId};

use super::Adapter;
use crate::problem::told;

#[async_trait]
impl ReferencePort for Adapter {
    async fn locations(&self, actor: &Actor) -> Answer<Vec<Location>> {
        self.0.reference.locations(actor).await.map_err(told)
    }

    async fn save_location(
        &self,
        actor: &Actor,
        id: Option<(LocationId, i64)>,
        form: LocationForm,
    ) -> Answer<Location> {
        self.0.reference.save_location(actor, id, form).await.map_err(told)
    }

    async fn commodities(&self, actor: &Actor) -> Answer<Vec<Commodity>> {
        self.0.reference.commodities(actor).await.map_err(told)
    }

    async fn save_commodity(
        &self,
        actor: &Actor,
        id: Option<(CommodityId, i64)>,
        form: CommodityForm,
    ) -> Answer<Commodity> {
        self.0.reference.save_commodity(actor, id, form).await.map_err(told)
    }
}
