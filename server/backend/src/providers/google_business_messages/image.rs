//! Images: a text message whose text is a signed address in Google's storage (PROTOCOL §3.1).

const STORAGE: &str = "https://storage.googleapis.com/business-messages-";

/// Whether a text is the address of a customer's image: `https://storage.googleapis.com/business-messages-{region}/{object}`.
///
/// Judged on the characters alone, and strictly, because the address is fetched later: no other spelling of the host, nothing
/// that a URL parser would drop or turn into a `/`, and no dot segments, which would lead into another bucket.
pub(super) fn is_image(text: &str) -> bool {
    let Some((region, object)) = text.strip_prefix(STORAGE).and_then(|rest| rest.split_once('/')) else {
        return false;
    };
    let path = object.split(['?', '#']).next().unwrap_or_default();
    !region.is_empty()
        && region.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
        && !path.is_empty()
        && text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\')
        && path.split('/').all(|segment| !is_dots(segment))
}

/// `.` and `..`, however they are escaped.
fn is_dots(segment: &str) -> bool {
    let plain = segment.to_ascii_lowercase().replace("%2e", ".");
    plain == "." || plain == ".."
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn storage_addresses_of_any_region_are_images() {
        for rest in ["us/1/a", "eu/9366/jzsu6?x-goog-expires=604800&x-goog-signature=0a", "asia-1/o"] {
            assert!(is_image(&format!("{STORAGE}{rest}")), "{rest}");
        }
    }

    #[test]
    fn other_texts_are_texts() {
        for rest in [
            "",
            "us",
            "us/",
            "us/?a=b",
            "/a",
            "us/../secrets/a",
            "us/a/%2E%2e/b",
            "us/a b",
            "us\\a/b",
            "US/a",
            "us@evil.example/a",
        ] {
            assert!(!is_image(&format!("{STORAGE}{rest}")), "{rest}");
        }
        for text in [
            "http://storage.googleapis.com/business-messages-us/a",
            "https://storage.googleapis.com.evil.example/business-messages-us/a",
            "https://storage.googleapis.com/other-bucket/a",
            "see https://storage.googleapis.com/business-messages-us/a",
            "Hei",
        ] {
            assert!(!is_image(text), "{text}");
        }
    }
}
