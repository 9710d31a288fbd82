//! The vocabulary and the pure rules of Sentralbord: no async, no I/O, safe for the browser.
