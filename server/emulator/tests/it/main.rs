//! The emulator against a portal: both real servers, on ports of their own.

mod delivery;
mod pages;
mod portal;
mod webhook;
