//! Typed ids. A bare `Uuid` never crosses a function boundary, so a queue's id cannot be given for a user's.

/// Makes an id type over a UUID of version 7, which sorts in the order of making.
macro_rules! id {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "sqlx", derive(sqlx::Type), sqlx(transparent))]
        #[serde(transparent)]
        pub struct $name(pub uuid::Uuid);

        impl $name {
            /// A new id, later than every id made before it in this process.
            #[expect(clippy::disallowed_methods, reason = "this is where ids are made")]
            #[expect(clippy::new_without_default, reason = "a default would hide that each id is another")]
            pub fn new() -> Self {
                Self(uuid::Uuid::now_v7())
            }

            /// The smallest id that can be made at that moment: ids sort by the millisecond in which they were made (RFC 9562,
            /// 5.7). With it a primary key finds the rows of a time.
            pub fn earliest(at: jiff::Timestamp) -> Self {
                let milliseconds = u128::try_from(at.as_millisecond()).unwrap_or_default();
                Self(uuid::Uuid::from_u128(milliseconds << 80))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = crate::Fault;

            fn from_str(raw: &str) -> Result<Self, Self::Err> {
                raw.parse().map(Self).map_err(|_| crate::Fault::Malformed)
            }
        }
    )+};
}

id! {
    /// An account: one partner's credentials at one provider.
    AccountId,
    /// A recorded acceptance of a privacy notice.
    AcknowledgementId,
    /// An agent account: one brand agent under an account.
    AgentAccountId,
    /// A key for the HTTP API.
    ApiKeyId,
    /// A channel: an agent account joined to a workstream.
    ChannelId,
    /// A conversation of one customer with one agent account.
    ConversationId,
    /// A set of operating hours.
    HoursId,
    /// A message, in or out.
    MessageId,
    /// One version of a privacy notice in one language.
    NoticeId,
    /// A role of the organisation's own.
    OwnRoleId,
    /// A passkey of a person.
    PasskeyId,
    /// A field security profile.
    ProfileId,
    /// A queue.
    QueueId,
    /// A receipt: the record of one delivery to the webhook.
    ReceiptId,
    /// A change of a secret that waits for another person.
    SecretRequestId,
    /// A team.
    TeamId,
    /// A person who can sign in.
    UserId,
    /// A workstream.
    WorkstreamId,
}
