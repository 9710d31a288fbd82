//! `GET /live?topic=…`: tells an open page that something changed. The events carry nothing; the page asks for itself again,
//! with the person's own permissions, so nothing is told here that a reload would not show.

use std::{convert::Infallible, str::FromStr, time::Duration};

use axum::{
    Extension, Router,
    extract::{Query, State},
    response::{
        IntoResponse, Response,
        sse::{Event, KeepAlive, Sse},
    },
    routing::get,
};
use backend::{Backend, live::News, visitor::Visitor};
use domain::user::Permission;
use futures::{Stream, StreamExt, stream};
use http::StatusCode;
use serde::Deserialize;
use tokio_stream::wrappers::{BroadcastStream, errors::BroadcastStreamRecvError};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

/// After this long the browser asks again, whatever happens.
const LIFETIME: Duration = Duration::from_mins(5);

/// What a page listens for: `account:ID`, `conversations`, `conversation:ID` or `receipts`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Topic {
    Account(Uuid),
    Conversations,
    Conversation(Uuid),
    Receipts,
}

impl Topic {
    fn permission(self) -> Permission {
        match self {
            Self::Account(_) => Permission::ViewAccounts,
            Self::Conversations | Self::Conversation(_) => Permission::ViewConversations,
            Self::Receipts => Permission::ViewReceipts,
        }
    }

    fn concerns(self, news: News) -> bool {
        match (self, news) {
            (_, News::Anything | News::Access)
            | (Self::Conversations, News::Conversation(_))
            | (Self::Receipts, News::Receipt(_)) => true,
            (Self::Account(mine), News::Account(id)) | (Self::Conversation(mine), News::Conversation(id)) => mine == id,
            _ => false,
        }
    }
}

impl FromStr for Topic {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let id = |raw: &str| raw.parse().map_err(|_| ());
        match text.split_once(':') {
            None if text == "conversations" => Ok(Self::Conversations),
            None if text == "receipts" => Ok(Self::Receipts),
            Some(("account", raw)) => id(raw).map(Self::Account),
            Some(("conversation", raw)) => id(raw).map(Self::Conversation),
            _ => Err(()),
        }
    }
}

#[derive(Deserialize)]
struct Asked {
    topic: String,
}

/// The route; it wants the layers that know the visitor. Open streams end at `stop`.
pub fn routes(backend: Backend, stop: CancellationToken) -> Router {
    Router::new().route("/live", get(listen)).with_state((backend, stop))
}

type Known = (Backend, CancellationToken);

async fn listen(
    State((backend, stop)): State<Known>,
    visitor: Extension<Visitor>,
    Query(asked): Query<Asked>,
) -> Response {
    let Ok(topic) = asked.topic.parse::<Topic>() else { return StatusCode::NOT_FOUND.into_response() };
    if !visitor.is_signed_in() {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    if !visitor.actor.may(topic.permission()) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let keep_alive = KeepAlive::new().interval(Duration::from_secs(15));
    Sse::new(changes(&backend, topic, stop)).keep_alive(keep_alive).into_response()
}

fn changes(
    backend: &Backend,
    topic: Topic,
    stop: CancellationToken,
) -> impl Stream<Item = Result<Event, Infallible>> + use<> {
    let news = BroadcastStream::new(backend.live().subscribe()).filter_map(move |news| async move {
        let concerns = match news {
            Ok(news) => topic.concerns(news),
            // Behind: something was missed, and it may have been about this.
            Err(BroadcastStreamRecvError::Lagged(_)) => true,
        };
        concerns.then_some(news)
    });
    // When rights may have changed, the page is told and the stream ends: the browser asks for entry again, and gets the page and
    // the stream for what its person may do now.
    let events = news.flat_map(|news| {
        let is_last = !matches!(news, Ok(news) if news != News::Access);
        let event = Some(Event::default().data("changed"));
        stream::iter(std::iter::once(event).chain(is_last.then_some(None)))
    });
    let events = events.take_while(|event| std::future::ready(event.is_some())).filter_map(std::future::ready).map(Ok);
    events.take_until(async move {
        let _ = tokio::time::timeout(LIFETIME, stop.cancelled()).await;
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_topic_concerns_its_own_news_only() {
        let (mine, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let topic: Topic = format!("account:{mine}").parse().expect("a topic");
        assert!(topic.concerns(News::Account(mine)) && topic.concerns(News::Anything));
        assert!(!topic.concerns(News::Account(other)) && !topic.concerns(News::Conversation(mine)));
        assert!("account:7".parse::<Topic>().is_err() && "users".parse::<Topic>().is_err());
    }
}
