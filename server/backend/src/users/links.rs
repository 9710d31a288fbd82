//! Links that work once: the first administrator's and invitations. Only their SHA-256 is kept; they do not sign anybody in.

use domain::UserId;
use jiff::{SignedDuration, Timestamp};
use sqlx::PgConnection;

use crate::{Result, token::Token};

mod store;

domain::words_enum! {
    /// What a link is for.
    pub(super) enum Purpose {
        /// To make the first administrator.
        FirstAdministrator = "first_administrator",
        /// To accept an invitation.
        Invitation = "invitation",
    }
}

impl Purpose {
    const fn lasts(self) -> SignedDuration {
        match self {
            Self::FirstAdministrator => SignedDuration::from_mins(30),
            Self::Invitation => SignedDuration::from_hours(24),
        }
    }

    const fn folder(self) -> &'static str {
        match self {
            Self::FirstAdministrator => "welcome",
            Self::Invitation => "invitation",
        }
    }
}

/// A link to be shown once.
#[derive(Clone)]
pub struct Link {
    /// The whole address, the secret in it.
    pub url: String,
    /// When it stops working.
    pub ends_at: Timestamp,
}

impl std::fmt::Debug for Link {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Link").field("ends_at", &self.ends_at).finish_non_exhaustive()
    }
}

/// Makes a link; invitations that the same person got before stop working.
pub(super) async fn make(
    conn: &mut PgConnection,
    purpose: Purpose,
    user_id: Option<UserId>,
    public_url: &str,
    now: Timestamp,
) -> Result<Link> {
    if let Some(user_id) = user_id {
        withdraw(conn, user_id).await?;
    }
    let token = Token::random();
    let ends_at = now + purpose.lasts();
    store::insert(conn, &token.hash(), purpose, user_id, now, ends_at).await?;
    Ok(Link { url: format!("{public_url}/{}/{}", purpose.folder(), token.expose()), ends_at })
}

/// Whose link it is, while it works.
pub(super) async fn find(
    conn: &mut PgConnection,
    purpose: Purpose,
    token: &Token,
    now: Timestamp,
) -> Result<Option<Option<UserId>>> {
    store::find(conn, &token.hash(), purpose, now).await
}

/// Uses a link up; of several at once one gets it.
pub(super) async fn spend(
    conn: &mut PgConnection,
    purpose: Purpose,
    token: &Token,
    now: Timestamp,
) -> Result<Option<Option<UserId>>> {
    store::spend(conn, &token.hash(), purpose, now).await
}

/// Makes all links of a person useless.
pub(super) async fn withdraw(conn: &mut PgConnection, user_id: UserId) -> Result<()> {
    store::delete_of(conn, user_id).await
}

/// Removes links that nobody can use any more.
pub(crate) async fn delete_old(conn: &mut PgConnection, now: Timestamp) -> Result<()> {
    store::delete_old(conn, now).await
}
