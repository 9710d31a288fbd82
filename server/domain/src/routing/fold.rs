//! How text compares (PRODUCT §5): in Unicode NFC, without white space at its ends and, unless a test says `match_case`, without
//! case by full Unicode case folding. Folding is done once for each text; comparing is then a matter of bytes.

use caseless::Caseless;
use unicode_normalization::UnicodeNormalization;

/// The text as it compares with case, added to `to`.
pub(super) fn push_exact(to: &mut String, text: &str) {
    let text = text.trim();
    if text.is_ascii() {
        to.push_str(text);
    } else {
        to.extend(text.nfc());
    }
}

/// The text as it compares without case, added to `to`.
pub(super) fn push_folded(to: &mut String, text: &str) {
    let text = text.trim();
    if text.is_ascii() {
        let from = to.len();
        to.push_str(text);
        to[from..].make_ascii_lowercase();
    } else {
        to.extend(text.nfc().default_case_fold().nfc());
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
    use super::comparable;

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
    fn ascii_is_folded_like_everything_else() {
        for text in ["Kari Nordmann", " X\t", "", "~{}|\u{7f}"] {
            let slow: String = caseless::default_case_fold_str(text.trim());
            assert_eq!(&*comparable(text, false), slow);
        }
    }
}
