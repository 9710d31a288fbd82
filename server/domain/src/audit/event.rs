//! How the table of events becomes types.

/// Makes `Event`, with what is kept of each, and `EventKind`, without.
macro_rules! events {
    ($($name:ident { $($field:ident: $kind:ty),* } = $text:literal, $subject:ident, $id:expr;)+) => {
        /// Something that was done, or that the system did.
        #[derive(Clone, Debug, PartialEq, Eq, Serialize)]
        #[serde(untagged)]
        #[expect(missing_docs, reason = "the variants say what happened and their fields what to")]
        pub enum Event { $($name { $($field: $kind),* }),+ }

        crate::words_enum! {
            /// What an event says, without what it is about.
            pub enum EventKind { $(#[doc = concat!("`", $text, "`")] $name = $text),+ }
        }

        impl EventKind {
            /// The kind of thing that such events are about.
            pub fn subject(self) -> Subject {
                match self { $(Self::$name => Subject::$subject),+ }
            }
        }

        impl Event {
            /// What the event says, without what it is about.
            pub fn kind(&self) -> EventKind {
                match self { $(Self::$name { .. } => EventKind::$name),+ }
            }

            /// What it was done to: the kind of thing and its id.
            #[expect(unused_variables, reason = "an id is one field of several")]
            pub fn subject(&self) -> (Subject, Option<Uuid>) {
                match self { $(Self::$name { $($field),* } => (Subject::$subject, $id)),+ }
            }
        }
    };
}

pub(super) use events;
