//! Where something could come out.

/// The surfaces of SECURITY.md 5.3 that the portal has.
macro_rules! surfaces {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Surface { $($(#[$doc])* $name),+ }

        impl Surface {
            pub const ALL: &[Self] = &[$(Self::$name),+];
        }
    };
}

surfaces! {
    /// What a page shows, as its source.
    PageSource,
    /// What scripts in a page's source carry for islands.
    Hydration,
    Headers,
    List,
    Detail,
    /// Forms with what is there already.
    FormDefault,
    /// Names in pickers, titles and the way back.
    Label,
    FunctionReply,
    ValidationError,
    /// Replies to what is forbidden, unknown or malformed.
    Refusal,
    Sort,
    Filter,
    Search,
    Group,
    Columns,
    Count,
    Cursor,
    CsvExport,
    /// The API.
    JsonReply,
    AuditView,
    HistoryView,
    DeadLetters,
    /// The stream of news.
    News,
    AppLog,
    PostgresLog,
    /// Every row but those of the vault, as a dump has them; the vault's are ciphertext and are searched for values too.
    Dump,
    SessionRow,
    JobPayload,
    /// What browsers fetch besides pages.
    Bundle,
    Metrics,
}

impl Surface {
    /// What a page is, by its route.
    pub fn of_page(route: &str) -> Self {
        let last = route.rsplit('/').next().unwrap_or_default();
        match last {
            _ if route.starts_with("/audit") => Self::AuditView,
            _ if route.contains("/history") => Self::HistoryView,
            "edit" | "settings" | "{step}" | "{at}" => Self::FormDefault,
            "new" | "delete" | "suspend" | "withdraw" | "disable" => Self::Label,
            _ if last.starts_with('{') => Self::Detail,
            _ if route.contains('{') => Self::Label,
            _ => Self::List,
        }
    }
}
