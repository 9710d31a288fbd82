//! The pages of Sentralbord and their server functions; compiled natively only.
//!
//! Data flows one way: page → server function → gate → backend verb → store. A noun has a folder under `pages` with its server
//! functions in `api.rs` beside its pages, and its texts in `words`.

pub mod components;
mod cookies;
pub mod format;
pub mod forms;
pub mod gate;
pub mod layout;
pub mod multipart;
pub mod page;
pub mod pages;
pub mod paths;
pub mod plain;
pub mod plans;
pub mod progress;
pub mod reader;
pub mod routes;
pub mod sentences;
mod typed_password;
pub mod words;
