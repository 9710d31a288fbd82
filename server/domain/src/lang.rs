//! The two languages of the portal. Norwegian (bokmål) is the first language and the default.

crate::words_enum! {
    /// A language a person may read the portal in.
    #[derive(Default)]
    pub enum Lang {
        /// Norwegian bokmål.
        #[default]
        Nb = "nb",
        /// English.
        En = "en",
    }
}

impl Lang {
    /// The tag used in `<html lang>`, cookies, files and the API.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        self.as_str()
    }

    /// The language's name in the language itself.
    #[must_use]
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::Nb => "Norsk",
            Self::En => "English",
        }
    }

    /// Reads a language tag; `no`, `nn` and `da` readers are served bokmål.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.trim().split(['-', '_']).next().unwrap_or_default();
        match primary.to_ascii_lowercase().as_str() {
            "nb" | "no" | "nn" | "da" => Some(Self::Nb),
            "en" => Some(Self::En),
            _ => None,
        }
    }

    /// The best language for an `Accept-Language` header: the known language with the highest weight,
    /// the earlier one where weights are equal, bokmål where none is known.
    #[must_use]
    pub fn from_accept_language(header: &str) -> Self {
        let mut best = (0, Self::default());
        for part in header.split(',').take(32) {
            let mut pieces = part.split(';');
            let tag = pieces.next().unwrap_or_default();
            let weight = pieces.find_map(|piece| weight(piece.trim())).unwrap_or(1000);
            if let Some(lang) = Self::from_tag(tag)
                && weight > best.0
            {
                best = (weight, lang);
            }
        }
        best.1
    }
}

/// A `q=0.8` parameter in thousandths; anything unreadable weighs nothing.
fn weight(parameter: &str) -> Option<u16> {
    let value: f32 = parameter.strip_prefix("q=")?.trim().parse().unwrap_or(0.0);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 0..=1000")]
    Some((value.clamp(0.0, 1.0) * 1000.0) as u16)
}

#[cfg(test)]
mod tests {
    use super::Lang;

    #[test]
    fn the_heaviest_known_language_wins() {
        for (header, lang) in [
            ("", Lang::Nb),
            ("de, fr;q=0.9", Lang::Nb),
            ("en-GB,en;q=0.9,nb;q=0.8", Lang::En),
            ("en;q=0.5, nb-NO;q=0.7", Lang::Nb),
            ("nn-NO, en;q=0.9", Lang::Nb),
            ("nb;q=0, en;q=0.1", Lang::En),
            ("en;q=rubbish", Lang::Nb),
            ("en, nb", Lang::En),
        ] {
            assert_eq!(Lang::from_accept_language(header), lang, "{header}");
        }
    }

    #[test]
    fn tags_are_read_strictly_where_they_are_our_own() {
        assert_eq!("en".parse(), Ok(Lang::En));
        assert!("en-GB".parse::<Lang>().is_err());
    }
}
