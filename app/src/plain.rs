//! Text that strangers wrote, made fit for showing. It only ever becomes text nodes; what is left to do is to spell out the
//! characters that nobody sees but that turn a line around or hide a part of it.

/// The same text with unseen control characters as `[U+202E]`. Line breaks and tabs stay.
pub fn visible(text: &str) -> String {
    use std::fmt::Write;
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '\r' if rest.peek() == Some(&'\n') => {}
            c if is_unseen(c) => {
                let _ = write!(out, "[U+{:04X}]", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out
}

/// Control characters, those of the bidirectional algorithm (Unicode UAX #9, 2) and the byte order mark.
fn is_unseen(c: char) -> bool {
    match c {
        '\n' | '\t' => false,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' => true,
        c => c.is_control(),
    }
}

#[cfg(test)]
mod tests {
    use super::visible;

    #[test]
    fn what_turns_a_line_around_is_spelt_out() {
        assert_eq!(visible("faktura\u{202e}fdp.exe"), "faktura[U+202E]fdp.exe");
        assert_eq!(visible("a\u{2066}b\u{2069}\u{0}"), "a[U+2066]b[U+2069][U+0000]");
    }

    #[test]
    fn ordinary_text_stays() {
        let text = "Hei 👩‍👩‍👧 – שלום\n\tlinje to";
        assert_eq!(visible(text), text);
        assert_eq!(visible("a\r\nb\rc"), "a\nb[U+000D]c");
    }
}
