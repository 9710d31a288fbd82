//! Which compressed forms a client takes.

use http::HeaderValue;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Accepted {
    pub brotli: bool,
    pub gzip: bool,
}

impl Accepted {
    pub fn read(header: Option<&HeaderValue>) -> Self {
        let text = header.and_then(|header| header.to_str().ok()).unwrap_or_default();
        text.split(',').fold(Self::default(), |accepted, choice| {
            let (name, quality) = choice.split_once(';').unwrap_or((choice, "q=1"));
            let is_wanted = quality.trim().strip_prefix("q=").and_then(|q| q.trim().parse().ok()).unwrap_or(1.0) > 0.0;
            match name.trim() {
                "br" => Self { brotli: is_wanted, ..accepted },
                "gzip" => Self { gzip: is_wanted, ..accepted },
                _ => accepted,
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quality_of_nought_refuses() {
        let read = |text: &'static str| Accepted::read(Some(&HeaderValue::from_static(text)));
        assert_eq!(read("gzip, deflate, br, zstd"), Accepted { brotli: true, gzip: true });
        assert_eq!(read("br;q=0, gzip;q=0.5"), Accepted { brotli: false, gzip: true });
        assert_eq!(read("identity"), Accepted::default());
        assert_eq!(Accepted::read(None), Accepted::default());
    }
}
