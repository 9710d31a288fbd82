use super::{ServiceAccountFault as Fault, ServiceAccountField as Field, *};
use proptest::prelude::*;
use serde_json::{Value, json};

/// The PEM in a file of `test_keys`, without the line that says what the file is.
macro_rules! test_key {
    ($name:literal) => {
        include_str!(concat!("test_keys/test-only-", $name, ".pem")).split_once('\n').expect("a first line").1
    };
}

fn file() -> Value {
    json!({
        "type": "service_account",
        "project_id": "fjordbank-meldinger",
        "private_key_id": "0123456789abcdef0123456789abcdef01234567",
        "private_key": test_key!("pkcs8-rsa-2048"),
        "client_email": "portal@fjordbank-meldinger.iam.gserviceaccount.com",
        "client_id": "123456789012345678901",
        "auth_uri": "https://accounts.google.com/o/oauth2/auth",
        "token_uri": "https://oauth2.googleapis.com/token",
        "universe_domain": "googleapis.com",
    })
}

fn with(member: &str, value: Value) -> Result<ServiceAccountFacts, Fault> {
    let mut file = file();
    file[member] = value;
    check(file.to_string().as_bytes())
}

fn without(member: &str) -> Result<ServiceAccountFacts, Fault> {
    let mut file = file();
    file.as_object_mut().expect("an object").remove(member);
    check(file.to_string().as_bytes())
}

#[test]
fn googles_file_is_accepted_and_shows_three_facts() {
    let facts = check(file().to_string().as_bytes()).expect("accepted");
    assert_eq!(facts.project_id, "fjordbank-meldinger");
    assert_eq!(facts.client_email, "portal@fjordbank-meldinger.iam.gserviceaccount.com");
    assert_eq!(facts.key_id, "0123456789abcdef0123456789abcdef01234567");
    assert!(!facts.has_unusual_email());
}

#[test]
fn old_and_unusual_files_are_accepted() {
    assert!(with("private_key", json!(test_key!("pkcs1-rsa-2048"))).is_ok());
    assert!(with("token_uri", json!("https://accounts.google.com/o/oauth2/token")).is_ok());
    assert!(without("universe_domain").is_ok() && without("client_id").is_ok());
    assert!(with("something_new", json!({ "a": [1] })).is_ok());
    assert!(with("client_email", json!("portal@fjordbank.example")).expect("accepted").has_unusual_email());
}

#[test]
fn every_required_field_is_required() {
    for field in
        [Field::Type, Field::ProjectId, Field::PrivateKeyId, Field::PrivateKey, Field::ClientEmail, Field::TokenUri]
    {
        let fault = Fault::Missing(field);
        assert_eq!(without(field.name()), Err(fault));
        for empty in [json!(""), json!(null), json!(1), json!({})] {
            assert_eq!(with(field.name(), empty), Err(fault));
        }
        assert_eq!(fault.field(), Some(field));
    }
}

#[test]
fn every_field_has_its_rule() {
    let cases = [
        ("type", "authorized_user", Fault::OtherType),
        ("type", "external_account", Fault::OtherType),
        ("project_id", "Fjord Bank", Fault::Characters(Field::ProjectId)),
        ("private_key_id", "0\u{0}1", Fault::Characters(Field::PrivateKeyId)),
        ("client_email", "a\nb", Fault::Characters(Field::ClientEmail)),
        ("client_id", "12a", Fault::Characters(Field::ClientId)),
        ("token_uri", "http://oauth2.googleapis.com/token", Fault::TokenUriNotHttps),
        ("token_uri", "https://127.0.0.1/token", Fault::TokenUriElsewhere),
        ("token_uri", "https://oauth2.googleapis.com@evil.example/token", Fault::TokenUriElsewhere),
        ("token_uri", "https://oauth2.googleapis.com.evil.example/token", Fault::TokenUriElsewhere),
        ("universe_domain", "evil.example", Fault::OtherUniverse),
    ];
    for (member, value, fault) in cases {
        assert_eq!(with(member, json!(value)), Err(fault), "{member}");
        assert_eq!(fault.field().map(Field::name), Some(member));
    }
    assert_eq!(with("client_email", json!("a".repeat(513))), Err(Fault::TooLong(Field::ClientEmail)));
}

#[test]
fn private_key_must_be_a_whole_rsa_key_of_2048_bits() {
    let key = |pem: &str| with("private_key", json!(pem)).expect_err("refused");
    let good = test_key!("pkcs8-rsa-2048");
    assert_eq!(key(test_key!("pkcs8-rsa-1024")), Fault::KeyTooSmall { bits: 1024 });
    assert_eq!(key(test_key!("pkcs8-ec-p256")), Fault::KeyNotRsa);
    assert_eq!(key("canary"), Fault::KeyNotPem);
    assert_eq!(key(&good.replace('\n', "\\n")), Fault::KeyNotPem);
    assert_eq!(key(&good.replace("PRIVATE KEY", "CERTIFICATE")), Fault::KeyOtherPem);
    assert_eq!(key(&good.replace("PRIVATE KEY", "RSA PRIVATE KEY")), Fault::KeyDamaged);
    let lines: Vec<_> = good.lines().collect();
    let torn: Vec<_> = lines.iter().enumerate().filter(|(at, _)| *at != 9).map(|(_, line)| *line).collect();
    assert_eq!(key(&torn.join("\n")), Fault::KeyDamaged);
}

#[test]
fn file_as_a_whole_has_rules() {
    let text = file().to_string();
    let twice = text.replacen('{', r#"{"token_uri":"https://evil.example/","#, 1);
    assert_eq!(check(twice.as_bytes()), Err(Fault::DuplicateMember));
    let padded = format!("{text}{}", " ".repeat(FILE_BYTES));
    assert_eq!(check(padded.as_bytes()), Err(Fault::TooLarge));
    assert_eq!(check(b"canary"), Err(Fault::Json(JsonFault::Syntax)));
    assert_eq!(check(b"[]"), Err(Fault::Json(JsonFault::NotObject)));
    assert_eq!(check(test_key!("pkcs8-rsa-2048").as_bytes()), Err(Fault::Json(JsonFault::Syntax)));
    assert_eq!(check(&[b'['; 9_000]), Err(Fault::Json(JsonFault::TooDeep)));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn no_fault_quotes_the_file(start in 0_usize..2_000, taken in 1_usize..60, put in "[A-Z]{0,6}canary") {
        let mut text = file().to_string();
        let start = start.min(text.len());
        let end = (start + taken).min(text.len());
        text.replace_range(start..end, &put);
        if let Err(fault) = check(text.as_bytes()) {
            let shown = format!("{fault} {fault:?} {}", fault.code());
            prop_assert!(!shown.contains("canary"), "{}", shown);
        }
    }
}
