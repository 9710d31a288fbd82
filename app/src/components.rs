//! The building blocks of every page. No business words in here: texts come as props, and the few that belong to the
//! block itself (“optional”, “copy”) come from `words::common` in the reader's language.
//!
//! Everything is plain HTML that works without script. Pages write `use crate::components::*;`.

mod badge;
mod banner;
mod button;
mod card;
mod choices;
mod field;
mod form;
mod icon;
mod inputs;
mod page_header;
mod secret_field;
mod state;
mod table;
mod time;
mod timeline;
mod wizard;

use std::borrow::Cow;

pub use self::{
    badge::{Badge, Tone},
    banner::{Banner, Flash, FlashBanner, FlashKind},
    button::{Button, ButtonKind, Buttons, IconButton, LinkButton},
    card::{Card, DescList, Fact, Figure},
    choices::{Checkbox, RadioCards, Switch},
    field::{Field, Width},
    form::{Choice, ErrorSummary, FormView, HiddenInput},
    icon::{Icon, IconName},
    inputs::{FileInput, PasswordInput, Select, TextArea, TextInput},
    page_header::{Breadcrumb, Crumb, PageHeader},
    secret_field::{CopyField, HiddenValue, SecretField, SecretState, SecretStateLine},
    state::{EmptyState, ErrorState, NoAccess, NoHits, sentence},
    table::{
        ActionCell, Cell, Column, DataTable, FilterBar, FilterField, FilterSelect, FilterText, HeadCell, Order, Pager,
    },
    time::{Bytes, Duration, ExactTime, Num, Time},
    timeline::{CodeBlock, LiveControl, Moment, Timeline},
    wizard::{Answer, CheckAnswers, ConfirmForm, Step, StepList, StepState, Wizard},
};

/// A text that is shown: from the catalogue or made for the occasion. Empty means there is none.
pub type Text = Cow<'static, str>;

/// An attribute that is left out when its text is empty.
pub(crate) fn given(text: Text) -> Option<Text> {
    (!text.is_empty()).then_some(text)
}
