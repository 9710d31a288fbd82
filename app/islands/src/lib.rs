//! The parts of the pages that are interactive in the browser.
//!
//! Every island is complete HTML before its script arrives and stays useful without it. Texts come as props, since
//! the catalogue never reaches the browser. A secret is never a prop: props are part of the page's source.

mod copy_button;
#[cfg(feature = "ssr")]
mod error;
mod live;
mod loader;
mod progress;
mod regions;
mod rule_list;
mod secret_input;

#[cfg(feature = "ssr")]
pub use self::error::AppError;
pub use self::{
    copy_button::CopyButton,
    live::Live,
    loader::{ENGINE_LOADER, loader},
    progress::Progress,
    rule_list::RuleList,
    secret_input::SecretInput,
};
