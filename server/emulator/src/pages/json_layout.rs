//! JSON with line breaks, for reading. Members keep their order and texts their escapes, as they were sent.

/// Sets out sound JSON that has no blanks of its own.
pub(crate) fn set_out(json: &str) -> String {
    let mut text = String::with_capacity(json.len() * 2);
    let mut depth = 0_usize;
    let mut chars = json.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' => {
                text.push(c);
                copy_string(&mut chars, &mut text);
            }
            '{' | '[' => {
                text.push(c);
                if !matches!(chars.peek(), Some('}' | ']')) {
                    depth += 1;
                    new_line(&mut text, depth);
                }
            }
            '}' | ']' => {
                if !text.ends_with(['{', '[']) {
                    depth = depth.saturating_sub(1);
                    new_line(&mut text, depth);
                }
                text.push(c);
            }
            ',' => {
                text.push(c);
                new_line(&mut text, depth);
            }
            ':' => text.push_str(": "),
            c => text.push(c),
        }
    }
    text
}

/// Copies up to and with the closing quote.
fn copy_string(chars: &mut impl Iterator<Item = char>, text: &mut String) {
    while let Some(c) = chars.next() {
        text.push(c);
        match c {
            '\\' => text.extend(chars.next()),
            '"' => return,
            _ => {}
        }
    }
}

fn new_line(text: &mut String, depth: usize) {
    text.push('\n');
    text.extend(std::iter::repeat_n("  ", depth));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_and_escapes_stay() {
        let json = r#"{"b":[1,{}],"a":"x\"{,:\u003d","e":[]}"#;
        let lines = ["{", "  \"b\": [", "    1,", "    {}", "  ],", r#"  "a": "x\"{,:\u003d","#, "  \"e\": []", "}"];
        assert_eq!(set_out(json), lines.join("\n"));
    }
}
