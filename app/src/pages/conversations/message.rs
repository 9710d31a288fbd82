//! One entry of a conversation. What customers wrote only ever becomes text, and an image of theirs only ever a link: nothing
//! is fetched from an address that a stranger chose.

use domain::{
    conversation::ConversationSummary,
    field_security::Sight,
    message::{Content, Direction, Message},
    user::Permission,
};
use jiff::SignedDuration;
use leptos::prelude::*;
use serde_json::Value;

use super::Customer;
use crate::{components::*, gate::may, paths, plain::visible, words};

/// From this difference on, a message shows both when it was sent and when it was stored.
const LATE: SignedDuration = SignedDuration::from_secs(60);

#[component]
pub(super) fn Bubble(conversation: ConversationSummary, message: Message) -> impl IntoView {
    let words = words::here();
    let (side, name, role) = match message.direction {
        Direction::In => {
            let customer = view! { <Customer name=conversation.customer_name/> }.into_any();
            ("message in", customer, words.conversations.from_customer)
        }
        Direction::Out => {
            let ours = view! { <bdi>{visible(&conversation.agent_account)}</bdi> }.into_any();
            ("message out", ours, words.conversations.from_us)
        }
    };
    let kind = (message.kind != "text").then(|| visible(&words.receipts.kind_name(&message.kind)));
    view! {
        <li class=side>
            <p class="by"><strong>{name}</strong>" "<span>{role}</span></p>
            {kind.map(|kind| view! { <p class="kind">{kind}</p> })}
            {match &message.content {
                Sight::Told(said) => content(&message.kind, said),
                Sight::Hidden => view! { <p><HiddenValue/></p> }.into_any(),
            }}
            {message.content.as_ref().told().is_some_and(|said| is_set(said, "auto_answered")).then(|| view! {
                <p><Badge tone=Tone::Info label=words.conversations.auto_answered/></p>
            })}
            <When message/>
        </li>
    }
}

/// When it was sent, when it was stored where that differs, and the delivery that brought it.
#[component]
fn When(message: Message) -> impl IntoView {
    let words = &words::here().conversations;
    let sent = message.sent_at.unwrap_or(message.recorded_at);
    let late = message.recorded_at.duration_since(sent).abs() >= LATE;
    let receipt = message.receipt_id.filter(|_| may(Permission::ViewReceipts));
    view! {
        <p class="when">
            <Time at=sent absolute=true/>
            {late.then(|| view! { <span>{words.recorded}" "<Time at=message.recorded_at absolute=true/></span> })}
            {receipt.map(|id| view! { <a href=paths::receipt(id)>{words.receipt_of_message}</a> })}
        </p>
    }
}

fn content(kind: &str, message: &Content) -> AnyView {
    match kind {
        "text" => said(message),
        "image" => image(message),
        "suggestion" => (said(message), postback(message)).into_any(),
        "authentication" => sign_in(message),
        "survey" => survey(message),
        "live_agent_requested" => note(words::here().conversations.wants_human),
        _ => (said(message), note(words::here().conversations.unknown_kind)).into_any(),
    }
}

/// The text, where there is one.
fn said(message: &Content) -> AnyView {
    let text = message.text.as_deref().map(visible);
    text.map(|text| view! { <p class="text" dir="auto">{text}</p> }).into_any()
}

fn note(text: impl Into<Text>) -> AnyView {
    let text: Text = text.into();
    view! { <p>{text}</p> }.into_any()
}

fn image(message: &Content) -> AnyView {
    let words = &words::here().conversations;
    let Some(url) = detail(message, "url") else { return note(words.image_withheld) };
    let Some(host) = host(url) else {
        return view! { <p><code>{visible(url)}</code></p><p>{words.image_address_unsafe}</p> }.into_any();
    };
    view! {
        <p>
            <a href=url.to_owned() target="_blank" rel="noopener noreferrer nofollow">
                {words.open_image}<Icon name=IconName::External/>
            </a>
        </p>
        <p class="muted">{(words.image_host)(&visible(&host))}</p>
    }
    .into_any()
}

fn postback(message: &Content) -> AnyView {
    let words = &words::here().conversations;
    // Without a label the value stands as the text already.
    let postback = detail(message, "postback").filter(|postback| message.text.as_deref() != Some(postback));
    let postback = postback.map(visible);
    postback.map(|value| view! { <p class="muted">{words.postback}": "<code>{value}</code></p> }).into_any()
}

fn sign_in(message: &Content) -> AnyView {
    let words = &words::here().conversations;
    match detail(message, "error") {
        Some(error) => note((words.sign_in_failed)(&visible(detail(message, "error_description").unwrap_or(error)))),
        None if is_set(message, "has_code") => note(words.sign_in_done),
        None => note(words.sign_in_left),
    }
}

fn survey(message: &Content) -> AnyView {
    let words = &words::here().conversations;
    let number = |name| message.details.as_ref().and_then(|details| details.get(name)).and_then(Value::as_u64);
    let question = match (number("question_index"), number("question_count")) {
        (Some(index), Some(count)) => Some((words.question_of)(index, count)),
        (Some(index), None) => Some((words.question)(index)),
        _ => None,
    };
    let rating = detail(message, "rating");
    let rating = rating.map(|rating| (words.rating)(rating).map_or_else(|| visible(rating), str::to_owned));
    let is_skipped = message.text.is_none() && rating.is_none();
    view! {
        {question.map(|question| view! { <p class="muted">{question}</p> })}
        {rating.map(|rating| view! { <p>{words.rating_label}": "<strong>{rating}</strong></p> })}
        {said(message)}
        {is_skipped.then(|| note(words.no_answer))}
    }
    .into_any()
}

fn detail<'m>(message: &'m Content, name: &str) -> Option<&'m str> {
    message.details.as_ref()?.get(name)?.as_str().filter(|text| !text.is_empty())
}

fn is_set(message: &Content, name: &str) -> bool {
    message.details.as_ref().and_then(|details| details.get(name)).and_then(Value::as_bool) == Some(true)
}

/// The host of an https address as a browser would read it; `None` for any other address.
fn host(url: &str) -> Option<String> {
    if url.contains(|c: char| c.is_control() || c.is_whitespace()) {
        return None;
    }
    let uri: http::Uri = url.parse().ok()?;
    let is_https = uri.scheme_str() == Some("https");
    // A name before the host is there to deceive.
    let is_plain = uri.authority().is_some_and(|authority| !authority.as_str().contains('@'));
    uri.host().filter(|host| is_https && is_plain && !host.is_empty()).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::host;

    #[test]
    fn only_plain_https_addresses_become_links() {
        assert_eq!(host("https://storage.example/a?b=c").as_deref(), Some("storage.example"));
        assert_eq!(host("https://storage.example:8443/a").as_deref(), Some("storage.example"));
        let refused = [
            "javascript:alert(1)",
            "data:text/html,x",
            "http://storage.example/a",
            "https://google.com@evil.example/a",
            "https://",
            "//evil.example/a",
            "https://a.example\\@b.example/",
            " https://a.example/",
            "java\nscript:alert(1)",
        ];
        for url in refused {
            assert_eq!(host(url), None, "{url}");
        }
    }
}
