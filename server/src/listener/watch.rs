//! A connection whose silence has an end: a head has to arrive in time, and between requests the client may rest for longer.
//!
//! hyper's own limit counts both as one. With a short one, a proxy that keeps connections open for the next request finds them cut
//! just as it sends; with a long one, who sends half a head holds a connection for as long.

use std::io::{Error, ErrorKind, IoSlice, Result};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Instant, Sleep, sleep_until};

use super::Limits;

const AWAITED: u8 = 0;
const ASKED: u8 = 1;
const ANSWERED: u8 = 2;

/// How far the request of a connection is. From its complete head to its answer nothing is limited here: the body has a limit of its
/// own, and the answer takes what it takes.
#[derive(Clone, Debug, Default)]
pub struct Progress(Arc<AtomicU8>);

impl Progress {
    pub fn asked(&self) {
        self.0.store(ASKED, Ordering::Relaxed);
    }

    pub fn answered(&self) {
        self.0.store(ANSWERED, Ordering::Relaxed);
    }

    fn is(&self, state: u8) -> bool {
        self.0.load(Ordering::Relaxed) == state
    }

    fn await_next(&self) {
        self.0.store(AWAITED, Ordering::Relaxed);
    }
}

/// A connection that fails to read when it has been silent for too long.
pub struct Watched {
    stream: TcpStream,
    limits: Limits,
    progress: Progress,
    /// Whether part of a head may have arrived.
    is_reading: bool,
    deadline: Instant,
    timer: Pin<Box<Sleep>>,
}

impl Watched {
    pub fn new(stream: TcpStream, limits: &Limits, progress: &Progress) -> Self {
        let deadline = Instant::now() + limits.head_for;
        let timer = Box::pin(sleep_until(deadline));
        Self { stream, limits: limits.clone(), progress: progress.clone(), is_reading: true, deadline, timer }
    }

    /// Part of an answer goes out: the client may rest from here on.
    fn has_written(&mut self) {
        if self.progress.is(ANSWERED) {
            self.progress.await_next();
            self.is_reading = false;
        }
        if !self.is_reading {
            self.deadline = Instant::now() + self.limits.idle_for;
        }
    }
}

impl AsyncRead for Watched {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<Result<()>> {
        if let Poll::Ready(read) = Pin::new(&mut self.stream).poll_read(context, buffer) {
            if !self.is_reading {
                self.is_reading = true;
                self.deadline = Instant::now() + self.limits.head_for;
            }
            return Poll::Ready(read);
        }
        if !self.progress.is(AWAITED) {
            return Poll::Pending;
        }
        let deadline = self.deadline;
        if self.timer.deadline() != deadline {
            self.timer.as_mut().reset(deadline);
        }
        self.timer.as_mut().poll(context).map(|()| Err(Error::new(ErrorKind::TimedOut, "nothing came in time")))
    }
}

impl AsyncWrite for Watched {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<Result<usize>> {
        self.has_written();
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        pieces: &[IoSlice<'_>],
    ) -> Poll<Result<usize>> {
        self.has_written();
        Pin::new(&mut self.stream).poll_write_vectored(context, pieces)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
