//! A state as a sign, a word and a tint, never by colour alone.

use leptos::prelude::*;

use super::Text;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Off, over, not begun.
    #[default]
    Neutral,
    Info,
    Ok,
    Warn,
    Bad,
}

impl Tone {
    pub const ALL: [Self; 5] = [Self::Neutral, Self::Info, Self::Ok, Self::Warn, Self::Bad];

    pub(super) const fn class(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Info => "info",
            Self::Ok => "ok",
            Self::Warn => "warn",
            Self::Bad => "bad",
        }
    }

    /// Ring, dot, triangle, square: the tones differ in shape too.
    const fn sign(self) -> &'static str {
        match self {
            Self::Neutral => "M1 4h6",
            Self::Info => "M4 1.2a2.8 2.8 0 1 1 0 5.6 2.8 2.8 0 0 1 0-5.6M4 4",
            Self::Ok => "M4 .8a3.2 3.2 0 1 1 0 6.4 3.2 3.2 0 0 1 0-6.4",
            Self::Warn => "M4 1.2 7.2 7H.8z",
            Self::Bad => "M1.3 1.3h5.4v5.4H1.3z",
        }
    }
}

#[component]
pub fn Badge(tone: Tone, #[prop(into)] label: Text) -> impl IntoView {
    view! {
        <span class=format!("badge {}", tone.class())>
            <svg class="sign" viewBox="0 0 8 8" aria-hidden="true"><path d=tone.sign()/></svg>
            {label}
        </span>
    }
}
