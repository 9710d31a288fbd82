//! Pages, opened by everybody.

use backend::testing::Portal;
use domain::user::Role;
use http::StatusCode;
use http::header::{ACCEPT, LOCATION};
use sqlx::PgPool;

use super::{PAGES, Things, Who, everything, same_rows, strangers};
use crate::caller::{Caller, router};
#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn every_page_leads_strangers_to_sign_in(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let things = Things::make(&portal).await;
    let strangers = strangers(&portal, &router(&portal)).await;
    let before = everything(&portal).await;
    for (_, address, who) in PAGES {
        let address = things.fill(address);
        for stranger in &strangers {
            let reply = stranger.with(ACCEPT, "text/html").get(&address).await;
            if *who == Who::Guests {
                let is_shown = [StatusCode::OK, StatusCode::NOT_FOUND].contains(&reply.status);
                assert!(is_shown, "{address}: {}", reply.status);
                continue;
            }
            assert_eq!(reply.status, StatusCode::SEE_OTHER, "{address}: {}", reply.text());
            let location = reply.header(&LOCATION);
            assert_eq!(location, app::paths::sign_in(&address), "{address}");
            let text = reply.text();
            for name in ["Fjordbank", "Nordbank", "Faktura", "Kari"] {
                assert!(!text.contains(name), "{address} shows {name} to a stranger: {text}");
            }
        }
    }
    same_rows(&before, &everything(&portal).await, "a stranger who looks around");
}

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn every_page_is_for_the_roles_with_its_permission(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let things = Things::make(&portal).await;
    let nothing = things.of_nobody();
    let router = router(&portal);
    let mut people = Vec::new();
    for role in Role::ALL {
        people.push((*role, Caller::person(&portal, &router, *role).await.with(ACCEPT, "text/html")));
    }
    let before = everything(&portal).await;
    let mut wrong = Vec::new();
    for (role, person) in &people {
        for (_, address, who) in PAGES.iter().filter(|(_, _, who)| *who != Who::Guests) {
            let reply = person.get(&things.fill(address)).await;
            let status = reply.status.as_u16();
            if who.lets_in(*role) {
                // The wizard's address without a step leads to one.
                let is_shown = status == 200 || (status == 303 && reply.header(&LOCATION).contains("/setup/"));
                if !is_shown {
                    wrong.push(format!("{role} at {address} ({who:?}): {status}"));
                }
            } else {
                // Whether there is such a thing is not told either.
                let unknown = person.get(&nothing.fill(address)).await.status.as_u16();
                if (status, unknown) != (403, 403) {
                    wrong.push(format!(
                        "{role} at {address} ({who:?}): {status}, and {unknown} for what does not exist"
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    same_rows(&before, &everything(&portal).await, "looking at pages");
}
