//! The portal as a whole, through its library and its program.

#![expect(clippy::unwrap_used, reason = "a test says what went wrong by panicking")]

mod api;
mod budgets;
mod caller;
mod command_line;
mod doors;
mod embedded_postgres;
mod leaks;
mod listener;
mod live;
mod people;
mod readme;
mod webhook;
