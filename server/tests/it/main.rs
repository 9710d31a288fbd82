//! The portal as a whole, through its library and its program.

#![expect(clippy::unwrap_used, reason = "a test says what went wrong by panicking")]

mod api;
mod audit;
mod bar;
mod budgets;
mod caller;
mod channels;
mod client;
mod command_line;
mod conflict;
mod doors;
mod embedded_postgres;
mod engine;
mod field_security;
mod keys;
mod leaks;
mod listener;
mod live;
mod people;
mod program;
mod readme;
mod secrets;
mod serve;
mod time_machine;
mod webhook;
