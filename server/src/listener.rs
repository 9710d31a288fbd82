//! Takes connections, and does not let slow or greedy ones keep what they take.
//!
//! `axum::serve` has no time limit on a request's head, so a client that says nothing holds its connection for ever.
//! Here a connection that does not finish a head in time is cut, an idle one after a while, a body has to arrive in
//! time (408), a head has a largest size (431), and one address has a largest number of connections.

mod body;
mod crowd;
mod proxies;
mod watch;

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{ConnectInfo, Request};
use axum::response::Response;
use futures::FutureExt;
use http::StatusCode;
use http::header::{CONNECTION, HeaderValue};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch::Receiver;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

use self::body::{Patient, TooSlow};
use self::crowd::{Crowd, Place};
pub use self::proxies::Proxies;
use self::watch::{Progress, Watched};

/// What a connection may take.
#[derive(Clone, Debug)]
pub struct Limits {
    /// For a whole request head, counted from its first byte, or from the connection for its first one.
    pub head_for: Duration,
    /// For silence between requests. Longer than the proxies in front keep a connection, or they find it cut just as they send.
    pub idle_for: Duration,
    /// For the next piece of a body.
    pub body_idle_for: Duration,
    /// For a whole body.
    pub body_for: Duration,
    /// For requests under way when the server stops.
    pub drain_for: Duration,
    pub head_bytes: usize,
    pub connections_per_address: usize,
    /// Proxies that are believed about where requests come from, and that have as many connections as they need.
    pub proxies: Proxies,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            head_for: Duration::from_secs(5),
            idle_for: Duration::from_secs(75),
            body_idle_for: Duration::from_secs(5),
            body_for: Duration::from_secs(10),
            drain_for: Duration::from_secs(10),
            head_bytes: 16 * 1024,
            connections_per_address: 512,
            proxies: Proxies::default(),
        }
    }
}

/// Serves until `stop` is cancelled, then finishes what is under way. Each request is answered by the router of that moment.
pub async fn serve(listener: TcpListener, router: Receiver<Router>, limits: Limits, stop: CancellationToken) {
    let crowd = Crowd::new(limits.connections_per_address);
    let drain_for = limits.drain_for;
    let serving = Arc::new(Serving { router, limits, stop });
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            () = serving.stop.cancelled() => break,
            accepted = listener.accept() => match accepted {
                Ok(connection) => serving.take(connection, &crowd, &mut connections),
                Err(error) => {
                    // No file descriptors left, most likely: connections that end give some back.
                    tracing::warn!(%error, "a connection cannot be accepted");
                    sleep(Duration::from_millis(50)).await;
                }
            },
            Some(_) = connections.join_next(), if !connections.is_empty() => {}
        }
    }
    // Whoever connected before the stop is still answered.
    while let Some(Ok(connection)) = listener.accept().now_or_never() {
        serving.take(connection, &crowd, &mut connections);
    }
    drop(listener);
    let drained = timeout(drain_for, async { while connections.join_next().await.is_some() {} }).await;
    if drained.is_err() {
        tracing::warn!(count = connections.len(), "connections were cut, as their requests took too long to finish");
    }
}

struct Serving {
    router: Receiver<Router>,
    limits: Limits,
    stop: CancellationToken,
}

impl Serving {
    fn take(self: &Arc<Self>, connection: (TcpStream, SocketAddr), crowd: &Crowd, connections: &mut JoinSet<()>) {
        let (stream, address) = connection;
        let is_proxy = self.limits.proxies.contain(address.ip());
        let place = if is_proxy { None } else { crowd.enter(address.ip()) };
        if is_proxy || place.is_some() {
            connections.spawn(Arc::clone(self).converse(stream, address, place));
        } else {
            metrics::counter!("connection.refused").increment(1);
        }
    }

    async fn converse(self: Arc<Self>, stream: TcpStream, address: SocketAddr, _place: Option<Place>) {
        // Small answers must not wait for the client's acknowledgement of the ones before.
        let _ = stream.set_nodelay(true);
        let progress = Progress::default();
        let service = service_fn(|request| self.answer(request, address, &progress));
        let stream = Watched::new(stream, &self.limits, &progress);
        let connection = http1::Builder::new()
            .header_read_timeout(None)
            .max_buf_size(self.limits.head_bytes)
            .serve_connection(TokioIo::new(stream), service);
        tokio::pin!(connection);
        let ended = tokio::select! {
            ended = connection.as_mut() => ended,
            () = self.stop.cancelled() => {
                connection.as_mut().graceful_shutdown();
                connection.await
            }
        };
        if let Err(error) = ended {
            tracing::trace!(%error, %address, "a connection ended early");
        }
    }

    async fn answer(
        &self,
        request: http::Request<Incoming>,
        address: SocketAddr,
        progress: &Progress,
    ) -> Result<Response, Infallible> {
        progress.asked();
        let too_slow = TooSlow::default();
        let mut request: Request = request.map(|body| Patient::wrap(body, &self.limits, &too_slow));
        let client = SocketAddr::new(self.limits.proxies.client(address.ip(), request.headers()), address.port());
        request.extensions_mut().insert(ConnectInfo(client));
        let router = self.router.borrow().clone();
        let mut response = router.oneshot(request).await?;
        if too_slow.happened() {
            *response.status_mut() = StatusCode::REQUEST_TIMEOUT;
            response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
        }
        progress.answered();
        Ok(response)
    }
}
