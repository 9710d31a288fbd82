//! The portal as a whole, through its library and its program.

#![expect(clippy::unwrap_used, reason = "a test says what went wrong by panicking")]

mod api;
mod command_line;
mod embedded_postgres;
mod listener;
mod people;
mod webhook;
