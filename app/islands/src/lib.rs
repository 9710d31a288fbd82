//! The parts of the pages that are interactive in the browser.
