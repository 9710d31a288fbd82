//! A request's body that has to arrive in time.

use std::io::{Error, ErrorKind};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::Body;
use bytes::Bytes;
use hyper::body::{Body as HttpBody, Frame, Incoming, SizeHint};
use tokio::time::{Instant, Sleep, sleep_until};

use super::Limits;

/// Whether a body was given up, so that the answer can say so.
#[derive(Clone, Debug, Default)]
pub struct TooSlow(Arc<AtomicBool>);

impl TooSlow {
    pub fn happened(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Ends in an error when a piece, or the whole, does not come in time.
pub struct Patient {
    inner: Incoming,
    idle_for: Duration,
    deadline: Instant,
    /// Only made when something is awaited: most bodies are there at once.
    timer: Option<Pin<Box<Sleep>>>,
    too_slow: TooSlow,
}

impl Patient {
    pub fn wrap(inner: Incoming, limits: &Limits, too_slow: &TooSlow) -> Body {
        if inner.is_end_stream() {
            return Body::empty();
        }
        let deadline = Instant::now() + limits.body_for;
        Body::new(Self { inner, idle_for: limits.body_idle_for, deadline, timer: None, too_slow: too_slow.clone() })
    }
}

impl HttpBody for Patient {
    type Data = Bytes;
    type Error = axum::BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        if let Poll::Ready(frame) = Pin::new(&mut self.inner).poll_frame(context) {
            self.timer = None;
            return Poll::Ready(frame.map(|frame| frame.map_err(Into::into)));
        }
        let until = self.deadline.min(Instant::now() + self.idle_for);
        let timer = self.timer.get_or_insert_with(|| Box::pin(sleep_until(until)));
        ready!(timer.as_mut().poll(context));
        self.too_slow.0.store(true, Ordering::Relaxed);
        Poll::Ready(Some(Err(Error::new(ErrorKind::TimedOut, "the body came too slowly").into())))
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}
