//! What is on the glass: status bar, header, bubbles and the field to write in.

use leptos::prelude::*;

use super::{delivery_row, phone_sight::Sight};
use crate::{
    act::Act,
    clock,
    delivery::{Delivery, Progress},
    emulator::Emulator,
    paths,
    phone::{Entry, Surface},
    visitor::Visitor,
};

/// The hidden fields that say which phone and which conversation a form is on.
pub(crate) fn whereabouts(sight: &Sight) -> AnyView {
    view! {
        <input type="hidden" name="surface" value=sight.surface.name() />
        <input type="hidden" name="conversation" value=sight.conversation.id.clone() />
    }
    .into_any()
}

/// The whole device.
pub(crate) fn phone(emulator: &Emulator, visitor: &Visitor, sight: &Sight, typed: &str) -> AnyView {
    let words = &visitor.words().phone;
    let class = format!("phone {}", sight.surface.name());
    let time = visitor.lang.short_clock(clock::now(), &emulator.config().time_zone);
    view! {
        <section class=class aria-label=(words.title)(&sight.agent.name)>
            <div class="glass">
                <div class="status" aria-hidden="true">
                    <span>{time}</span>
                    <span class="camera"></span>
                    {signals()}
                </div>
                {title_bar(visitor, sight)}
                <div class="thread" tabindex="0" role="log" aria-label=words.thread>
                    <div id="thread" data-live="">{entries(emulator, visitor, sight)}</div>
                </div>
                {suggestions(visitor, sight)}
                {compose(visitor, sight, typed)}
                <div class="home" aria-hidden="true"></div>
            </div>
        </section>
    }
    .into_any()
}

fn signals() -> AnyView {
    view! {
        <svg class="signals" viewBox="0 0 58 14" width="58" height="14">
            <path d="M1 9h3v4H1zM6 7h3v6H6zM11 4h3v9h-3zM16 1h3v12h-3z" />
            <path class="line" d="M35 2.5h17a2 2 0 0 1 2 2v5a2 2 0 0 1-2 2H35a2 2 0 0 1-2-2v-5a2 2 0 0 1 2-2Z" />
            <path d="M35 4.5h13v5H35zM55.5 5.5h1.5v3h-1.5z" />
        </svg>
    }
    .into_any()
}

fn title_bar(visitor: &Visitor, sight: &Sight) -> AnyView {
    let name = sight.agent.name.clone();
    let initial: String = name.chars().take(1).collect::<String>().to_uppercase();
    view! {
        <div class="title-bar">
            <svg class="back" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
                {match sight.surface {
                    Surface::Android => view! { <path d="M20 12H5M11 5l-7 7 7 7" /> },
                    Surface::Ios => view! { <path d="M15 4l-8 8 8 8" /> },
                }}
            </svg>
            <span class="avatar" aria-hidden="true">{initial}</span>
            <span class="who">
                <strong>
                    <span class="name">{name}</span>
                    <svg class="sealed" viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
                        <circle cx="8" cy="8" r="8" />
                        <path d="M4.5 8.2l2.4 2.4 4.6-5" />
                    </svg>
                </strong>
                <span class="sub">{visitor.words().phone.subtitle}</span>
            </span>
        </div>
    }
    .into_any()
}

fn entries(emulator: &Emulator, visitor: &Visitor, sight: &Sight) -> AnyView {
    let words = &visitor.words().phone;
    let items =
        sight.conversation.entries.iter().map(|entry| item(emulator, visitor, sight, entry)).collect::<Vec<_>>();
    view! {
        <p class="day">{words.today}</p>
        <p class="welcome">{(words.welcome)(&sight.agent.name)}</p>
        <ol class="bubbles">{items}</ol>
    }
    .into_any()
}

fn item(emulator: &Emulator, visitor: &Visitor, sight: &Sight, entry: &Entry) -> AnyView {
    let words = visitor.words();
    let content = match &entry.act {
        Act::Text(text) | Act::Suggestion { text, .. } => view! { <p class="bubble">{text.clone()}</p> }.into_any(),
        Act::Image => image(visitor),
        other => view! { <p class="line">{(words.phone.line)(other.kind())}</p> }.into_any(),
    };
    let fault = entry.fault.map(|fault| {
        let text = (words.phone.with_fault)((words.faults.name)(fault));
        view! { <p class="spoilt">{text}</p> }
    });
    let states = entry
        .deliveries
        .iter()
        .filter_map(|id| sight.delivery(*id))
        .map(|delivery| fate(emulator, visitor, delivery))
        .collect::<Vec<_>>();
    let clock = visitor.lang.short_clock(entry.at, &emulator.config().time_zone);
    let class =
        if matches!(entry.act, Act::Text(_) | Act::Suggestion { .. } | Act::Image) { "mine" } else { "aside-line" };
    view! {
        <li class=class>
            {content}
            {fault}
            <p class="fates"><time datetime=entry.at.to_string()>{clock}</time>{states}</p>
        </li>
    }
    .into_any()
}

/// What has become of a delivery, in a few words that lead to the whole story.
fn fate(emulator: &Emulator, visitor: &Visitor, delivery: &Delivery) -> AnyView {
    let words = &visitor.words().deliveries;
    let progress = delivery.progress;
    let (class, progress, state) = match (delivery.draft.fault, delivery.is_as_expected()) {
        (_, Some(true)) => ("expected", Progress::Delivered, words.as_expected.to_owned()),
        (Some(fault), Some(false)) => {
            let wanted = (words.not_as_expected)(fault.expected_status());
            ("stopped", Progress::Stopped, wanted)
        }
        _ => (progress.name(), progress, (words.progress)(progress).to_owned()),
    };
    let answer = delivery_row::answer(visitor, delivery);
    let count = delivery.attempt_count;
    let next = delivery_row::next(emulator, visitor, delivery);
    let parts = [
        Some(state),
        (!answer.is_empty()).then_some(answer),
        (count > 1).then(|| (words.attempt_count)(count)),
        next.map(|clock| (words.next_at)(&clock)),
    ];
    let text = parts.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let class = format!("fate {class}");
    view! { <a class=class href=paths::delivery(delivery.id)>{tick(progress)}{text}</a> }.into_any()
}

fn tick(progress: Progress) -> AnyView {
    let path = match progress {
        Progress::Delivered => "M1.5 6.5l3 3 6-7",
        Progress::Stopped => "M2.5 2.5l7 7M9.5 2.5l-7 7",
        _ => "M6 2.5V6l2.5 1.5M6 .8a5.2 5.2 0 1 0 0 10.4A5.2 5.2 0 0 0 6 .8Z",
    };
    view! {
        <svg class="tick" viewBox="0 0 12 12" width="12" height="12" aria-hidden="true"><path d=path /></svg>
    }
    .into_any()
}

/// A drawing in the place of the picture: nothing is at the address that was sent.
fn image(visitor: &Visitor) -> AnyView {
    view! {
        <svg class="bubble picture" viewBox="0 0 200 140" role="img" aria-label=visitor.words().phone.image_alt>
            <rect class="sky" width="200" height="140" />
            <circle class="sun" cx="152" cy="38" r="15" />
            <path class="far" d="M0 104 52 44l34 38 28-30 86 66v22H0z" />
            <path class="near" d="M0 124c40-22 84-18 112-6s62 6 88-8v30H0z" />
        </svg>
    }
    .into_any()
}

fn suggestions(visitor: &Visitor, sight: &Sight) -> AnyView {
    let words = &visitor.words().phone;
    let action = format!("{}/events", paths::phone(&sight.agent.key));
    let chips = words
        .suggestion_texts
        .iter()
        .map(|(text, postback)| {
            view! {
                <form method="post" action=action.clone()>
                    {whereabouts(sight)}
                    <input type="hidden" name="kind" value="suggestion" />
                    <input type="hidden" name="text" value=*text />
                    <input type="hidden" name="postback" value=*postback />
                    <button class="chip">{*text}</button>
                </form>
            }
        })
        .collect::<Vec<_>>();
    view! { <div class="chips" role="group" aria-label=words.suggestions tabindex="0">{chips}</div> }.into_any()
}

fn compose(visitor: &Visitor, sight: &Sight, typed: &str) -> AnyView {
    let words = &visitor.words().phone;
    let action = format!("{}/events", paths::phone(&sight.agent.key));
    view! {
        <form id="compose" class="compose" method="post" action=action>
            {whereabouts(sight)}
            <label class="hidden" for="text">{words.message}</label>
            <input
                id="text"
                name="text"
                type="text"
                value=typed.to_owned()
                placeholder=words.message
                autocomplete="off"
                autofocus
            />
            <button class="send">
                <svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true">
                    {match sight.surface {
                        Surface::Android => view! { <path d="M3 20v-6.5l9-1.5-9-1.5V4l19 8z" /> },
                        Surface::Ios => view! { <path class="arrow" d="M12 19V5.5M6 11.5l6-6 6 6" /> },
                    }}
                </svg>
                <span class="hidden">{words.send}</span>
            </button>
        </form>
    }
    .into_any()
}
