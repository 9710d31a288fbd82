//! Two people who edit the same thing at the same time: nobody's change is lost without their knowing.

use backend::testing::Portal;
use sqlx::PgPool;

use crate::people::{administrator, between};

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn the_later_of_two_edits_sees_the_earlier_and_chooses(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let mut ada = administrator(&portal).await;
    let created = ada.post("/api/queues/create", &[("form[name]", "Faktura"), ("form[priority]", "5")]).await;
    let id = created.path.rsplit('/').next().unwrap().to_owned();
    let edit = format!("/queues/{id}/edit");
    let version = version_in(&ada.open(&edit).await.text);

    let change = async |ada: &mut crate::people::Browser, name: &str, version: &str| {
        let fields = [("id", id.as_str()), ("form[name]", name), ("form[priority]", "5"), ("form[version]", version)];
        ada.post("/api/queues/change", &fields).await
    };
    change(&mut ada, "Regninger", &version).await.is_at(&created.path, 200).shows("Regninger");
    let late = change(&mut ada, "Betaling", &version).await;
    late.is_at(&edit, 200).shows("Noen andre endret dette først").shows("Lagret nå: Regninger").hides("Lagret nå: 5");
    late.shows("value=\"Betaling\"");
    // Using theirs is opening the page again; using mine is saving again.
    ada.open(&edit).await.shows("value=\"Regninger\"").hides("Noen andre");
    let late = version_in(&late.text);
    change(&mut ada, "Betaling", &late).await.is_at(&created.path, 200).shows("Betaling");
}

fn version_in(page: &str) -> String {
    between(page, "name=\"form[version]\" value=\"", "\"").to_owned()
}
