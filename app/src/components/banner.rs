//! Messages above the content: standing notices, and the result of the last act.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::{Icon, IconName, Text, Tone, given};
use crate::words;

/// A standing notice.
#[component]
pub fn Banner(
    #[prop(default = Tone::Info)] tone: Tone,
    #[prop(optional, into)] title: Text,
    children: Children,
) -> impl IntoView {
    view! {
        <div class=format!("banner {}", tone.class()) role="note" aria-label=tone_word(tone)>
            <Icon name=tone_icon(tone)/>
            <div>
                {given(title).map(|title| view! { <h2>{title}</h2> })}
                <div>{children()}</div>
            </div>
        </div>
    }
}

/// What the last act led to; survives one redirect.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flash {
    pub kind: FlashKind,
    pub text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FlashKind {
    Done,
    Note,
    Problem,
}

impl Flash {
    pub fn done(text: impl Into<String>) -> Self {
        Self { kind: FlashKind::Done, text: text.into() }
    }

    pub fn note(text: impl Into<String>) -> Self {
        Self { kind: FlashKind::Note, text: text.into() }
    }

    pub fn problem(text: impl Into<String>) -> Self {
        Self { kind: FlashKind::Problem, text: text.into() }
    }
}

/// The flash at the top of the content; takes the focus after the redirect.
#[component]
pub fn FlashBanner(flash: Flash) -> impl IntoView {
    let (tone, role) = match flash.kind {
        FlashKind::Done => (Tone::Ok, "status"),
        FlashKind::Note => (Tone::Info, "status"),
        FlashKind::Problem => (Tone::Bad, "alert"),
    };
    view! {
        <div class=format!("banner {}", tone.class()) role=role tabindex="-1" autofocus>
            <Icon name=tone_icon(tone)/>
            <div>{flash.text}</div>
        </div>
    }
}

const fn tone_icon(tone: Tone) -> IconName {
    match tone {
        Tone::Neutral | Tone::Info => IconName::Info,
        Tone::Ok => IconName::Ok,
        Tone::Warn => IconName::Warning,
        Tone::Bad => IconName::Error,
    }
}

fn tone_word(tone: Tone) -> &'static str {
    let words = &words::here().common;
    match tone {
        Tone::Neutral | Tone::Info => words.info,
        Tone::Ok => words.success,
        Tone::Warn => words.warning,
        Tone::Bad => words.failure,
    }
}
