//! Every route on one screen. The guard's layers say who may come through which door.

use axum::Router;
use backend::Backend;
use tokio_util::sync::CancellationToken;

use crate::{api, audit_file, guard, guard::Guard, live, pages, reveal, site, webhook};

/// The portal: pages for people, the API for programs, the webhook for providers, the site's files for everybody. What
/// waits for news ends at `stop`.
pub fn router(backend: &Backend, site: pages::Site, stop: CancellationToken) -> Router {
    let guard = Guard::new(&backend.settings().public_url, &site.assets);
    // A cookie and a session: what people see.
    let people = pages::routes(backend.clone(), site)
        .merge(live::routes(backend.clone(), stop))
        .merge(audit_file::routes(backend.clone()))
        .merge(reveal::routes(backend.clone()));
    let router = guard::people(people, &guard, backend)
        // A key: what programs ask for.
        .merge(api::routes(backend))
        // Nothing: the site's files.
        .merge(site::routes());
    // A signature: what providers post.
    guard::everywhere(router, &guard).merge(webhook::routes(backend.clone(), guard))
}
