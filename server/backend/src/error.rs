//! What a caller of a verb may act on. Which variant it is decides the HTTP status; nothing in it is shown to people as it is.

use domain::{Fault, Invalid, user::Permission};

/// The result of a verb.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a verb did nothing.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such thing, or the actor may not know that there is.
    #[error("not found")]
    NotFound,
    /// Values break rules.
    #[error("{0}")]
    Invalid(#[from] Invalid),
    /// Something else stands in the way: what, in order, with where to find it.
    #[error("in use")]
    Blocked(Vec<Blocker>),
    /// Not allowed in the state that the thing is in.
    #[error("not possible now: {0}")]
    Conflict(&'static str),
    /// Somebody changed it since it was read.
    #[error("changed by somebody else since it was read")]
    Stale,
    /// The actor lacks a permission.
    #[error("the permission {0} is missing")]
    Forbidden(Permission),
    /// Not signed in, or wrongly.
    #[error("not signed in")]
    Unauthenticated,
    /// Too many tries.
    #[error("too many attempts; try again in {seconds} s")]
    TooMany {
        /// How long to wait.
        seconds: u64,
    },
    /// The database cannot be reached or takes nothing more.
    #[error("the database is not available")]
    Unavailable(#[source] anyhow::Error),
    /// Anything else; the chain is for the log.
    #[error("internal error")]
    Internal(#[source] anyhow::Error),
}

/// Something that has to go first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blocker {
    /// The kind of thing, as in URLs: `workstream`, `agent_account`, …
    pub kind: &'static str,
    /// Its id.
    pub id: uuid::Uuid,
    /// Its name.
    pub name: String,
}

impl Error {
    /// One fault at one field.
    pub fn invalid(field: &str, fault: Fault) -> Self {
        Self::Invalid(Invalid::one(field, fault))
    }
}

impl Error {
    /// The error and its causes in one line, for the log. Texts of the database are in it, its details (which may quote a row) are
    /// not.
    pub fn chain(&self) -> String {
        let causes = std::iter::successors(std::error::Error::source(self), |cause| cause.source());
        causes.fold(self.to_string(), |line, cause| format!("{line}: {cause}"))
    }
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Io(_) | sqlx::Error::WorkerCrashed => {
                Self::Unavailable(error.into())
            }
            // Classes 08 (connection), 53 (out of resources, disk full) and 57P (shutting down).
            sqlx::Error::Database(db)
                if db.code().is_some_and(|c| c.starts_with("08") || c.starts_with("53") || c.starts_with("57P")) =>
            {
                Self::Unavailable(error.into())
            }
            _ => Self::Internal(error.into()),
        }
    }
}

/// Turns the breach of a named constraint into a fault at a field. The database is the truth for uniqueness.
pub trait OnConstraint<T> {
    /// When `constraint` was broken, `field` has `fault`.
    fn on_constraint(self, constraint: &str, field: &str, fault: Fault) -> Result<T>;
}

impl<T, E: Into<Error>> OnConstraint<T> for std::result::Result<T, E> {
    fn on_constraint(self, constraint: &str, field: &str, fault: Fault) -> Result<T> {
        self.map_err(|error| {
            let error = error.into();
            let is_it = match &error {
                Error::Internal(cause) => cause
                    .downcast_ref::<sqlx::Error>()
                    .and_then(sqlx::Error::as_database_error)
                    .is_some_and(|db| db.constraint() == Some(constraint)),
                _ => false,
            };
            if is_it { Error::invalid(field, fault) } else { error }
        })
    }
}
