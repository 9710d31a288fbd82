//! A body before it is queued: what to send, and how to sign it.

use axum::body::Bytes;

use crate::fault::Fault;

/// How the body is signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Seal {
    Good,
    Wrong,
    Missing,
    Doubled,
}

/// A body that is ready to be queued.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    pub(crate) body: Bytes,
    pub(crate) request_id: Option<String>,
    pub(crate) seal: Seal,
    pub(crate) content_type: &'static str,
    pub(crate) fault: Option<Fault>,
}

impl Draft {
    pub(crate) fn new(body: Bytes, request_id: Option<String>) -> Self {
        Self { body, request_id, seal: Seal::Good, content_type: "application/json", fault: None }
    }

    pub(crate) fn sealed(self, seal: Seal) -> Self {
        Self { seal, ..self }
    }

    pub(crate) fn typed(self, content_type: &'static str) -> Self {
        Self { content_type, ..self }
    }

    pub(crate) fn with_fault(self, fault: Fault) -> Self {
        Self { fault: Some(fault), ..self }
    }
}
