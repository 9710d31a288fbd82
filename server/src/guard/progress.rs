//! Pages that take long to make, told of while they are made. Who asks for one with `Accept: text/event-stream` gets a stream: how far
//! it has come, event by event, and at last the page. It is made once, by the same code and for the same person as without the stream;
//! nothing is kept between requests, so any node answers. What is no page is answered as ever: a refusal, the way to sign in.

use app::progress::{Progress, Step};
use axum::body::to_bytes;
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures::future::BoxFuture;
use futures::{FutureExt, Stream, StreamExt, stream};
use http::header::ACCEPT;
use http::{Method, StatusCode};
use tokio::sync::watch::{self, Receiver};

use super::panics;

/// The pages: those of the time machine.
const PAGES: &str = "/rules/replay";

type Page = BoxFuture<'static, Response>;
/// The newest step; those that nobody took in time are left out.
type Steps = Receiver<Option<Step>>;

pub(super) async fn stream(mut request: Request, next: Next) -> Response {
    if !is_asked(&request) {
        return next.run(request).await;
    }
    let (steps, mut heard) = watch::channel(None);
    request.extensions_mut().insert(Progress::new(move |step| {
        steps.send_replace(Some(step));
    }));
    let headers = request.headers().clone();
    let mut page = async move { panics::caught(next.run(request), &headers).await }.boxed();
    let events = tokio::select! {
        biased;
        reply = &mut page => {
            if reply.status() != StatusCode::OK {
                return reply;
            }
            stream::once(last(reply)).boxed()
        }
        Ok(()) = heard.changed() => {
            heard.mark_changed();
            events(page, heard).boxed()
        }
    };
    Sse::new(events).keep_alive(KeepAlive::default()).into_response()
}

fn is_asked(request: &Request) -> bool {
    let accepted = request.headers().get(ACCEPT).is_some_and(|accept| accept == "text/event-stream");
    request.method() == Method::GET && accepted && request.uri().path().ends_with(PAGES)
}

fn events(page: Page, steps: Steps) -> impl Stream<Item = Result<Event, axum::Error>> {
    stream::unfold(Some((page, steps)), async |state| {
        let (mut page, mut steps) = state?;
        tokio::select! {
            biased;
            reply = &mut page => Some((last(reply).await, None)),
            Ok(()) = steps.changed() => {
                let event = told(steps.borrow_and_update().as_ref());
                Some((Ok(event), Some((page, steps))))
            }
        }
    })
}

/// `25 500 of 2,000`.
fn told(step: Option<&Step>) -> Event {
    let data = step.map(|Step { percent, text }| format!("{percent} {text}"));
    Event::default().event("step").data(data.unwrap_or_default())
}

/// The page itself. One that came to grief on the way is sent too: it is not what the browser waits for, so it asks again.
async fn last(reply: Response) -> Result<Event, axum::Error> {
    let body = to_bytes(reply.into_body(), usize::MAX).await?;
    let page = String::from_utf8_lossy(&body).replace("\r\n", "\n");
    Ok(Event::default().event("page").data(page))
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::routing::get;
    use axum::{Extension, Router};
    use tokio::task::yield_now;
    use tower::ServiceExt;

    use super::*;

    /// A page of three steps; the last two come at once.
    async fn page(waiting: Option<Extension<Progress>>) -> &'static str {
        let Some(Extension(waiting)) = waiting else { return "not watched" };
        waiting.tell(0, 8, "0 of 8".to_owned());
        yield_now().await;
        yield_now().await;
        waiting.tell(1, 8, "1 of 8".to_owned());
        waiting.tell(8, 8, "8 of 8".to_owned());
        yield_now().await;
        "one\r\ntwo"
    }

    async fn asked(path: &str, accept: &str) -> String {
        let router = Router::new()
            .route("/a/rules/replay", get(page))
            .route("/b/rules/replay", get(|| async { panic!("hunter2") as &'static str }))
            .route("/a/rules", get(page))
            .layer(axum::middleware::from_fn(stream));
        let request = Request::get(path).header(ACCEPT, accept).body(Body::empty()).unwrap();
        let reply = router.oneshot(request).await.unwrap();
        let (status, body) = (reply.status().as_u16(), to_bytes(reply.into_body(), usize::MAX).await.unwrap());
        format!("{status} {}", String::from_utf8(body.into()).unwrap())
    }

    #[tokio::test]
    async fn a_page_that_is_watched_tells_its_steps_and_comes_last() {
        let told = asked("/a/rules/replay", "text/event-stream").await;
        let steps = "event: step\ndata: 0 0 of 8\n\nevent: step\ndata: 100 8 of 8\n\n";
        assert_eq!(told, format!("200 {steps}event: page\ndata: one\ndata: two\n\n"));
    }

    #[tokio::test]
    async fn other_pages_and_other_readers_get_the_page_alone() {
        assert_eq!(asked("/a/rules/replay", "text/html").await, "200 not watched");
        assert_eq!(asked("/a/rules", "text/event-stream").await, "200 not watched");
        let panicked = asked("/b/rules/replay", "text/event-stream").await;
        assert!(panicked.starts_with("500 ") && !panicked.contains("hunter2"), "{panicked}");
    }
}
