//! News of what changed, for pages that keep themselves fresh and for caches. Sent with the change through PostgreSQL's
//! `NOTIFY`, so that every node hears of it; a node that lost its connection tells its listeners that anything may have
//! changed.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use sqlx::{PgConnection, PgPool, postgres::PgListener};
use tokio::sync::broadcast;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::Result;

mod store;

/// The name of PostgreSQL's notification channel.
const CHANNEL: &str = "sentralbord";

/// Something that changed. It carries ids only; who wants to know more asks with their own permissions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "topic", content = "id", rename_all = "snake_case")]
pub enum News {
    /// An account, its agent accounts, its keys or its acknowledgement.
    Account(Uuid),
    /// A conversation, its state or its messages.
    Conversation(Uuid),
    /// Receipts came for an account, or were processed.
    Receipt(Uuid),
    /// Somebody may do more or less than before: whoever listens asks for entry again.
    Access,
    /// The connection was lost for a while: anything may have changed.
    Anything,
}

/// The hub of this node.
#[derive(Clone, Debug)]
pub struct Live {
    sender: broadcast::Sender<News>,
    end: CancellationToken,
}

impl Live {
    /// Listens until [`Live::end`].
    pub(crate) fn start(pool: PgPool) -> Self {
        let (sender, _) = broadcast::channel(1024);
        let live = Self { sender, end: CancellationToken::new() };
        let (sender, end) = (live.sender.clone(), live.end.clone());
        tokio::spawn(end.run_until_cancelled_owned(async move {
            loop {
                if let Err(error) = listen(&pool, &sender).await
                    && !pool.is_closed()
                {
                    tracing::warn!(%error, "lost the connection for live news");
                }
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        }));
        live
    }

    /// Gives the connection back. A listener that receives something while its pool is being closed may miss the closing and hold
    /// its connection, and with it whoever waits for the pool, until the next news.
    pub(crate) fn end(&self) {
        self.end.cancel();
    }

    /// News from now on. A receiver that falls behind is told so and should take it as [`News::Anything`].
    pub fn subscribe(&self) -> broadcast::Receiver<News> {
        self.sender.subscribe()
    }
}

async fn listen(pool: &PgPool, sender: &broadcast::Sender<News>) -> Result<()> {
    let mut listener = PgListener::connect_with(pool).await?;
    listener.listen(CHANNEL).await?;
    // Whatever was sent before this moment went unheard.
    let _ = sender.send(News::Anything);
    loop {
        // `None` is a connection that was lost and made again.
        let news = match listener.try_recv().await? {
            Some(notification) => serde_json::from_str(notification.payload()).unwrap_or(News::Anything),
            None => News::Anything,
        };
        // No receivers is no error: nobody has a live page open.
        let _ = sender.send(news);
    }
}

/// Sends news when the transaction of `conn` commits.
pub async fn tell(conn: &mut PgConnection, news: News) -> Result<()> {
    let payload = serde_json::to_string(&news).map_err(|e| crate::Error::Internal(e.into()))?;
    store::notify(conn, CHANNEL, &payload).await
}

/// Sends several pieces of news at once.
pub async fn tell_all(conn: &mut PgConnection, news: &[News]) -> Result<()> {
    let payloads: Result<Vec<String>, _> = news.iter().map(serde_json::to_string).collect();
    let payloads = payloads.map_err(|e| crate::Error::Internal(e.into()))?;
    store::notify_all(conn, CHANNEL, &payloads).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Portal;

    #[sqlx::test(migrator = "crate::MIGRATOR")]
    async fn closing_does_not_wait_for_the_next_news(pool: PgPool) {
        let other = Portal::on(&pool).await;
        for _ in 0..10 {
            let portal = Portal::on(&pool).await;
            let tell_it = async {
                let mut conn = other.backend.web().acquire().await.unwrap();
                tell(&mut conn, News::Anything).await.unwrap();
            };
            let close = tokio::time::timeout(Duration::from_secs(10), portal.backend.close());
            let ((), closed) = tokio::join!(tell_it, close);
            closed.expect("it waits");
        }
    }
}
