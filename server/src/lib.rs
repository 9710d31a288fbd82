//! The edge of Sentralbord: the command line, the settings, the database it brings along, and the router.

pub mod anchor;
pub mod api;
pub mod audit_file;
pub mod cli;
pub mod config;
pub mod database;
pub mod embedded_postgres;
pub mod environment;
pub mod guard;
pub mod health;
pub mod listener;
pub mod live;
pub mod memory;
pub mod pages;
pub mod portal;
pub mod reveal;
pub mod router;
pub mod session;
pub mod site;
pub mod telemetry;
pub mod waiting;
pub mod webhook;
