//! The pages of Sentralbord and their server functions; compiled natively only.

pub mod components;
pub mod format;
pub mod layout;
pub mod pages;
pub mod reader;
pub mod words;
