//! How text compares (PRODUCT §5): in Unicode NFC, without white space at its ends and, unless a test says `match_case`, without
//! case by full Unicode case folding. Folding is done once for each text; comparing is then a matter of bytes.

use caseless::Caseless;
use unicode_normalization::UnicodeNormalization;

/// The text as it compares with case, added to `to`.
pub(super) fn push_exact(to: &mut String, text: &str) {
    let text = text.trim();
    // Nothing before the combining marks is composed of others (Unicode Standard Annex 15, the property NFC_QC).
    if text.chars().all(|c| c < '\u{300}') {
        to.push_str(text);
    } else {
        to.extend(text.nfc());
    }
}

/// The text as it compares without case, added to `to`.
pub(super) fn push_folded(to: &mut String, text: &str) {
    let text = text.trim();
    let from = to.len();
    if !push_by_letter(to, text) {
        to.truncate(from);
        to.extend(text.nfc().default_case_fold().nfc());
    }
}

/// Adds text of letters that fold each into one and stand for themselves; gives up at the first that does not.
fn push_by_letter(to: &mut String, text: &str) -> bool {
    let from = to.len();
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| !byte.is_ascii()) {
        let (ascii, other) = rest.split_at(at);
        to.push_str(ascii);
        let mut letters = other.chars();
        let Some(folded) = letters.next().and_then(letter) else { return false };
        to.push(folded);
        rest = letters.as_str();
    }
    to.push_str(rest);
    // ASCII is folded in one go; what is beyond it stays.
    to[from..].make_ascii_lowercase();
    true
}

/// What a letter of Latin-1 or a mark of general punctuation folds into: what most of Western Europe writes.
fn letter(c: char) -> Option<char> {
    match c {
        'À'..='Ö' | 'Ø'..='Þ' => char::from_u32(u32::from(c) + 0x20),
        'à'..='ÿ' | '×' | '\u{a0}'..='´' | '¶'..='¿' | '‐'..='‿' => Some(c),
        // ß is two letters and µ a Greek one; others may be composed.
        _ => None,
    }
}

/// The text as it compares.
pub(super) fn comparable(text: &str, match_case: bool) -> Box<str> {
    let mut to = String::with_capacity(text.len());
    if match_case {
        push_exact(&mut to, text);
    } else {
        push_folded(&mut to, text);
    }
    to.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(a: &str, b: &str, match_case: bool) -> bool {
        comparable(a, match_case) == comparable(b, match_case)
    }

    #[test]
    fn case_ends_and_composition_do_not_count() {
        assert!(same("  Ærlig ", "æRLIG", false));
        assert!(same("A\u{30a}se", "Åse", false), "a ring above, composed or not");
        assert!(same("STRASSE", "straße", false));
        assert!(same("ΟΔΟΣ", "οδος", false) && same("οδος", "οδοσ", false), "a final sigma is a sigma");
        assert!(!same("i", "ı", false), "no language's own rules");
    }

    #[test]
    fn with_case_only_case_counts() {
        assert!(same(" A\u{30a}se", "Åse\u{a0}", true));
        assert!(!same("Åse", "åse", true));
        assert!(!same("a b", "a  b", true), "white space inside is text");
    }

    #[test]
    fn the_quick_way_folds_like_the_long_one() {
        // All that have two bytes, and the first of the others.
        for c in ('\0'..='\u{3fff}').filter(|c| !c.is_whitespace()) {
            let text = format!("A{c}b");
            let slow: String = text.nfc().default_case_fold().nfc().collect();
            assert_eq!(&*comparable(&text, false), slow, "{c:?} without case");
            assert_eq!(&*comparable(&text, true), text.nfc().collect::<String>(), "{c:?} with case");
        }
        assert_eq!(&*comparable(" Blåbær – SYLTETØY og ß ", false), "blåbær – syltetøy og ss");
    }
}
