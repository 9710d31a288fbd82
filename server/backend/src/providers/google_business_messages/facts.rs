//! What every event carries around its content.

use crate::{json::Object, providers::Unreadable};
use domain::inbound::{AgentKey, ContextFacts};
use jiff::Timestamp;

/// An id: opaque, and short enough for a database index.
pub(super) fn id(from: &Object<'_>, member: &'static str) -> Result<Option<String>, Unreadable> {
    match from.text(member) {
        Some(id) if id.len() > AgentKey::ID_BYTES => Err(Unreadable::TooLong { member }),
        id => Ok(id.map(str::to_owned)),
    }
}

/// A text, absent when empty.
pub(super) fn text(from: &Object<'_>, member: &str) -> Option<String> {
    from.text(member).map(str::to_owned)
}

/// An RFC 3339 time with up to nine digits of fraction; absent when it cannot be read. A year has four digits there: times
/// before year 0, which PostgreSQL could not hold, are no such times.
pub(super) fn time(from: &Object<'_>, member: &str) -> Option<Timestamp> {
    let text = from.text(member)?;
    text.starts_with(|first: char| first.is_ascii_digit()).then(|| text.parse().ok()).flatten()
}

/// The context, and the partner's name of the agent.
pub(super) fn read(root: &Object<'_>) -> ContextFacts {
    let context = root.object("context");
    let user = context.and_then(|it| it.object("userInfo"));
    let widget = context.and_then(|it| it.object("widget"));
    let fact = |of: Option<&Object<'_>>, member| of.and_then(|it| text(it, member));
    ContextFacts {
        display_name: fact(user, "displayName"),
        device_locale: fact(user, "userDeviceLocale"),
        entry_point: fact(context, "entryPoint").filter(|it| it != "ENTRY_POINT_UNSPECIFIED"),
        place_id: fact(context, "placeId"),
        near_place_id: fact(context, "nearPlaceId"),
        resolved_locale: fact(context, "resolvedLocale"),
        widget_url: fact(widget, "url"),
        widget: fact(widget, "widgetContext"),
        custom: fact(context, "customContext"),
        custom_agent_id: text(root, "customAgentId"),
    }
}
