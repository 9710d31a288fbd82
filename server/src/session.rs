//! Sessions at the edge: the cookie, the store behind it, and who makes a request.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use async_trait::async_trait;
use axum::extract::{ConnectInfo, Request, State};
use axum::middleware::Next;
use axum::response::Response;
use backend::audit::Origin;
use backend::sessions::{SIGNED_IN, SignedIn};
use backend::{Backend, Visitor};
use http::StatusCode;
use tokio_util::sync::CancellationToken;
use tower_sessions::cookie::SameSite;
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store::{Error, Result};
use tower_sessions::{Expiry, Session, SessionManagerLayer, SessionStore};

use crate::guard::failure;

const SWEEP: Duration = Duration::from_mins(5);

/// Keeps sessions where every node finds them.
#[derive(Clone)]
pub struct Store(Backend);

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Store")
    }
}

#[async_trait]
impl SessionStore for Store {
    /// The id is always a new one of ours, never one that a browser brought or that a session had before.
    async fn create(&self, record: &mut Record) -> Result<()> {
        record.id = Id::default();
        self.0.sessions().create(&bytes(&record.id), &record.data).await.map_err(failed)
    }

    async fn save(&self, record: &Record) -> Result<()> {
        self.0.sessions().save(&bytes(&record.id), &record.data).await.map_err(failed)
    }

    /// When a session ends is decided by the database; the time in the record means nothing.
    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let data = self.0.sessions().load(&bytes(id)).await.map_err(failed)?;
        Ok(data.map(|data| Record { id: *id, data, expiry_date: time::OffsetDateTime::UNIX_EPOCH }))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        self.0.sessions().delete(&bytes(id)).await.map_err(failed)
    }
}

fn bytes(id: &Id) -> [u8; 16] {
    id.0.to_le_bytes()
}

fn failed(error: backend::Error) -> Error {
    Error::Backend(format!("{:#}", anyhow::Error::from(error)))
}

/// The layer that gives requests a `Session`. Over https the cookie's name binds it to this host and to https.
pub fn layer(backend: &Backend) -> SessionManagerLayer<Store> {
    let is_https = backend.settings().public_url.starts_with("https://");
    SessionManagerLayer::new(Store(backend.clone()))
        .with_name(cookie_name(is_https))
        .with_secure(is_https)
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_path("/")
        .with_expiry(Expiry::OnSessionEnd)
}

/// The name of the session's cookie.
pub const fn cookie_name(is_https: bool) -> &'static str {
    if is_https { "__Host-sentralbord" } else { "sentralbord" }
}

/// Puts the `Visitor` into the request, read anew, so that new roles and ended sessions bind at once.
pub async fn visitor(State(backend): State<Backend>, session: Session, mut request: Request, next: Next) -> Response {
    match find(&backend, &session, address(&request)).await {
        Ok(visitor) => {
            request.extensions_mut().insert(visitor);
            next.run(request).await
        }
        Err(error) => {
            tracing::error!(error = format!("{error:#}"), "who makes a request cannot be read");
            failure::reply(request.headers(), StatusCode::SERVICE_UNAVAILABLE)
        }
    }
}

async fn find(backend: &Backend, session: &Session, address: Option<IpAddr>) -> anyhow::Result<Visitor> {
    let Some(signed_in) = session.get::<SignedIn>(SIGNED_IN).await? else { return Ok(Visitor::anonymous(address)) };
    let origin = Origin::of_request(address, session.id().as_ref().map(bytes).as_ref().map(<[u8; 16]>::as_slice));
    let found = backend.users().actor_and_person(signed_in.user_id, signed_in.session_version).await?;
    if let Some((actor, person)) = found {
        let actor = backend.audit().trace(actor, origin);
        return Ok(Visitor { actor, person: Some(person), address, proven_at: Some(signed_in.proven_at) });
    }
    session.flush().await?;
    Ok(Visitor::anonymous(address))
}

/// Removes what is over, every few minutes until `stop`.
pub async fn sweep(backend: Backend, stop: CancellationToken) {
    let mut every = tokio::time::interval(SWEEP);
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            _ = every.tick() => {}
        }
        match backend.sessions().sweep().await {
            Ok(count) => tracing::debug!(count, "removed sessions that were over"),
            Err(error) => tracing::warn!(error = format!("{:#}", anyhow::Error::from(error)), "sessions stay for now"),
        }
        match backend.secrets().sweep().await {
            Ok(count) => tracing::debug!(count, "retired tokens whose time was over"),
            Err(error) => tracing::warn!(error = error.chain(), "tokens are retired later"),
        }
    }
}

/// Where a request comes from, as the listener found it.
pub fn address(request: &Request) -> Option<IpAddr> {
    request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(address)| address.ip())
}
