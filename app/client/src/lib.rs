//! The browser's library: nothing but the islands.
