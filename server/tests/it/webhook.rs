//! The webhook through its real route: requests in, statuses out, and what the ledger says of them.

mod conformance;
mod hostile;
mod table;

use axum::{Router, body::Body};
use backend::{
    receipts::ReceiptFilter,
    testing::{Line, Portal},
};
use bytes::Bytes;
use domain::{
    PageRequest,
    receipt::{Outcome, ReceiptDetail, ReceiptSummary},
};
use http::{HeaderMap, Request, StatusCode, header, request::Builder};
use http_body_util::BodyExt;
use serde_json::Value;
use server::{pages::Site, router::router};
use sqlx::PgPool;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

const SIGNATURE: &str = "x-goog-signature";

/// A portal's webhook, and a line to it.
struct Door {
    portal: Portal,
    line: Line,
    router: Router,
}

/// What came back.
#[derive(Debug)]
struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

impl Answer {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

impl Door {
    async fn open(pool: &PgPool) -> Self {
        let portal = Portal::on(pool).await;
        let line = Line::open(&portal).await;
        Self::to(portal, line)
    }

    fn to(portal: Portal, line: Line) -> Self {
        let router = router(&portal.backend, Site::new(None), CancellationToken::new());
        Self { portal, line, router }
    }

    /// A request to the line's callback URL.
    fn request(&self, method: &str) -> Builder {
        Request::builder().method(method).uri(format!("/webhooks/google-business-messages/{}", self.line.key))
    }

    async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (head, body) = response.into_parts();
        Answer { status: head.status, headers: head.headers, body: body.collect().await.unwrap().to_bytes() }
    }

    /// Posts a body with these signatures.
    async fn post(&self, body: &[u8], signatures: &[&str]) -> Answer {
        let mut request = self.request("POST").header(header::CONTENT_TYPE, "application/json");
        for signature in signatures {
            request = request.header(SIGNATURE, *signature);
        }
        self.send(request.body(Body::from(body.to_vec())).unwrap()).await
    }

    /// Posts an event as the provider does.
    async fn deliver(&self, body: &Value) -> Answer {
        let body = body.to_string();
        self.post(body.as_bytes(), &[&self.line.sign(body.as_bytes())]).await
    }

    async fn receipts(&self) -> Vec<ReceiptSummary> {
        let receipts = self.portal.backend.receipts();
        receipts.list(&self.line.admin, ReceiptFilter::default(), PageRequest::first()).await.unwrap().items
    }

    /// The only receipt there is.
    async fn receipt(&self) -> ReceiptDetail {
        let receipts = self.receipts().await;
        let [receipt] = receipts.as_slice() else { panic!("{} receipts", receipts.len()) };
        self.portal.backend.receipts().get(&self.line.admin, receipt.id).await.unwrap()
    }

    /// The only receipt is one of a refusal, and keeps nothing of the body.
    async fn assert_refused(&self, reason: &str) {
        let receipt = self.receipt().await;
        assert_eq!((receipt.summary.outcome, receipt.summary.reason.as_deref()), (Outcome::Refused, Some(reason)));
        assert_eq!((receipt.body.told().flatten(), receipt.body_hash), (None, None));
    }
}
