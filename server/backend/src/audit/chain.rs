//! The chain: what is hashed, and how. Pure.

use domain::audit::{ActorKind, Outcome};
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// A SHA-256.
pub(super) type Hash = [u8; 32];

/// What the first link follows.
pub(super) const GENESIS: Hash = [0; 32];

/// An event as it stands in the table, every column of it but the number, which is the link's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    pub at: Timestamp,
    pub actor_kind: ActorKind,
    pub actor_id: Option<Uuid>,
    pub actor_name: Option<String>,
    pub name: String,
    pub outcome: Outcome,
    pub subject_kind: String,
    pub subject_id: Option<Uuid>,
    pub data: String,
    pub request_id: Option<Uuid>,
    pub session: Option<String>,
    pub network: Option<String>,
}

impl Row {
    /// The hash of all fields, each behind its length, so that nothing can move from one into the next.
    pub(super) fn digest(&self) -> Hash {
        let mut framed = Framed::new(b"sentralbord audit event 1");
        framed.add(&self.at.as_microsecond().to_be_bytes());
        framed.add(self.actor_kind.as_str().as_bytes());
        framed.maybe(self.actor_id.as_ref().map(|id| id.as_bytes().as_slice()));
        framed.maybe(self.actor_name.as_deref().map(str::as_bytes));
        framed.add(self.name.as_bytes());
        framed.add(self.outcome.as_str().as_bytes());
        framed.add(self.subject_kind.as_bytes());
        framed.maybe(self.subject_id.as_ref().map(|id| id.as_bytes().as_slice()));
        framed.add(self.data.as_bytes());
        framed.maybe(self.request_id.as_ref().map(|id| id.as_bytes().as_slice()));
        framed.maybe(self.session.as_deref().map(str::as_bytes));
        framed.maybe(self.network.as_deref().map(str::as_bytes));
        framed.end()
    }
}

/// The hash of a link: over the one before, where it stands, and which event it holds with what content.
pub(super) fn link(before: &Hash, position: i64, event_id: i64, digest: &Hash) -> Hash {
    let mut framed = Framed::new(b"sentralbord audit link 1");
    framed.add(before);
    framed.add(&position.to_be_bytes());
    framed.add(&event_id.to_be_bytes());
    framed.add(digest);
    framed.end()
}

/// Fields one after the other, each behind a byte that says whether it is there, and its length.
struct Framed(Sha256);

impl Framed {
    fn new(purpose: &[u8]) -> Self {
        let mut framed = Self(Sha256::new());
        framed.add(purpose);
        framed
    }

    fn add(&mut self, field: &[u8]) {
        self.0.update([1]);
        self.0.update((field.len() as u64).to_be_bytes());
        self.0.update(field);
    }

    fn maybe(&mut self, field: Option<&[u8]>) {
        match field {
            Some(field) => self.add(field),
            None => self.0.update([0]),
        }
    }

    fn end(self) -> Hash {
        self.0.finalize().into()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn row() -> Row {
        Row {
            at: "2026-03-02T12:00:00.000001Z".parse().unwrap(),
            actor_kind: ActorKind::ApiKey,
            actor_id: Some(Uuid::from_u128(1)),
            actor_name: Some("ab".to_owned()),
            name: "queue.created".to_owned(),
            outcome: Outcome::Done,
            subject_kind: "queue".to_owned(),
            subject_id: Some(Uuid::from_u128(2)),
            data: "{}".to_owned(),
            request_id: Some(Uuid::from_u128(3)),
            session: Some("c".to_owned()),
            network: Some("d".to_owned()),
        }
    }

    #[test]
    fn each_field_changes_the_digest_and_so_does_its_absence() {
        let changes: Vec<fn(&mut Row)> = vec![
            |_| (),
            |row| row.at = "2026-03-02T12:00:00.000002Z".parse().unwrap(),
            |row| row.actor_kind = ActorKind::User,
            |row| row.actor_id = Some(Uuid::from_u128(9)),
            |row| row.actor_id = None,
            |row| row.actor_name = Some("ac".to_owned()),
            |row| row.actor_name = Some(String::new()),
            |row| row.actor_name = None,
            |row| row.name = "queue.deleted".to_owned(),
            |row| row.outcome = Outcome::Refused,
            |row| row.subject_kind = "user".to_owned(),
            |row| row.subject_id = Some(Uuid::from_u128(9)),
            |row| row.subject_id = None,
            |row| row.data = "[]".to_owned(),
            |row| row.request_id = Some(Uuid::from_u128(9)),
            |row| row.request_id = None,
            |row| row.session = Some("e".to_owned()),
            |row| row.session = None,
            |row| row.network = Some("e".to_owned()),
            |row| row.network = None,
            // One field's end is not the next one's beginning.
            |row| (row.session, row.network) = (Some("cd".to_owned()), Some(String::new())),
            |row| (row.session, row.network) = (Some(String::new()), Some("cd".to_owned())),
            |row| (row.name, row.subject_kind) = ("queue.createdq".to_owned(), "ueue".to_owned()),
        ];
        let digests: BTreeSet<Hash> = changes
            .iter()
            .map(|change| {
                let mut row = row();
                change(&mut row);
                row.digest()
            })
            .collect();
        assert_eq!(digests.len(), changes.len());
    }

    #[test]
    fn each_part_changes_the_hash_of_a_link() {
        let hashes = BTreeSet::from([
            link(&GENESIS, 1, 1, &[7; 32]),
            link(&[1; 32], 1, 1, &[7; 32]),
            link(&GENESIS, 2, 1, &[7; 32]),
            link(&GENESIS, 1, 2, &[7; 32]),
            link(&GENESIS, 1, 1, &[8; 32]),
        ]);
        assert_eq!(hashes.len(), 5);
    }

    /// A chain that was written by an earlier version has to be read by every later one.
    #[test]
    fn what_is_hashed_stays_as_it_is() {
        let hash = data_encoding::HEXLOWER.encode(&link(&GENESIS, 1, 1, &row().digest()));
        assert_eq!(hash, "ee5de569cb5aebf8fcce316542f0753d949776ea047af6ac9efd472648fa5559");
    }
}
