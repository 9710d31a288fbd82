//! A stored body as a person reads it.

use serde_json::Value;

/// JSON indented, anything else as text. An authorization code is a credential, so it is not shown.
pub(super) fn readable(bytes: &[u8]) -> String {
    let Ok(mut body) = serde_json::from_slice::<Value>(bytes) else {
        return String::from_utf8_lossy(bytes).into_owned();
    };
    if let Some(code) = body.pointer_mut("/authenticationResponse/code") {
        *code = Value::from("••••");
    }
    serde_json::to_string_pretty(&body).unwrap_or_else(|_| String::from_utf8_lossy(bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::readable;

    #[test]
    fn a_body_is_shown_without_its_authorization_code() {
        let shown = readable(br#"{"authenticationResponse":{"code":"canary","redirectUri":"https://a.example"}}"#);
        assert!(!shown.contains("canary") && shown.contains("\n      \"redirectUri\"".trim_start()), "{shown}");
        assert_eq!(readable(b"{\xff"), "{\u{fffd}");
    }
}
