//! Two people who edit the same thing at the same time: nobody's change is lost without their knowing.

use backend::testing::Portal;
use domain::user::Role;
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

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn a_form_that_is_sent_back_still_knows_what_it_was_made_from(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let mut ada = administrator(&portal).await;
    let kari = portal.person(Role::Agent).await.user_id().unwrap().to_string();
    let page = format!("/users/{kari}");
    let version = version_in(&ada.open(&page).await.text);
    let set = async |ada: &mut crate::people::Browser, roles: &[&'static str]| {
        let mut fields = vec![("id", kari.as_str()), ("form[version]", version.as_str())];
        fields.extend(roles.iter().map(|role| (*role, "true")));
        ada.post("/api/users/set-roles", &fields).await
    };
    set(&mut ada, &["form[roles][supervisor]"]).await.is_at(&page, 200).hides("error-summary");
    let refused = set(&mut ada, &[]).await;
    refused.is_at(&page, 200).shows("error-summary");
    assert_eq!(version_in(&refused.text), version, "the next try would overwrite what it never showed");
    set(&mut ada, &["form[roles][agent]"]).await.shows("Noen andre endret dette først");
}
