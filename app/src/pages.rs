//! One folder per noun: its pages, and the server functions behind them.

pub mod styleguide;
