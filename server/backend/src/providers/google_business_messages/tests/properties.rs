//! What holds for any input.

use super::*;
use proptest::{prelude::*, sample::Index};

/// All that the webhook asks of a provider. Must come back whatever the bytes.
fn exercise(body: &[u8]) {
    match google().classify(body) {
        Delivery::Handshake(handshake) => {
            handshake.answer(&[key()]);
        }
        Delivery::Event(event) => {
            if let Ok(inbound) = google().parse(&event) {
                let texts = [Some(inbound.conversation.as_str()), inbound.kind.text()];
                assert!(texts.into_iter().flatten().all(|text| !text.is_empty() && !text.contains('\0')));
            }
            google().dedupe_key(b"account", &event);
            assert!(google().verify(&event, &[b"none"], &[key()]).is_err());
        }
    }
    key().blank(body);
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".*".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::hash_map(".*", inner, 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

/// A change to some bytes: at a place, take some away and put some others in.
fn any_mutation() -> impl Strategy<Value = (Index, usize, Vec<u8>)> {
    let piece = prop_oneof![
        prop::collection::vec(any::<u8>(), 0..8),
        prop::sample::select(vec![
            &b"\\u0000"[..],
            b"\\ud800",
            b"\\udc00\\ud800",
            b"\"",
            b"{",
            b"}",
            b"[[[[[[[[",
            b"\0",
            b"1e999",
            b"-0",
            b"null",
            b"\xff\xfe",
            b"\\",
            b",",
            b":",
            b"99999999999999999999999",
            b"\"text\":\"a\",",
        ])
        .prop_map(<[u8]>::to_vec),
    ];
    (any::<Index>(), 0_usize..12, piece)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2_000) })]

    #[test]
    fn no_mutated_body_panics(
        which in any::<Index>(),
        changes in prop::collection::vec(any_mutation(), 1..6),
    ) {
        let mut bytes = which.get(&every_kind()).to_string().into_bytes();
        for (place, taken, put) in changes {
            let start = place.index(bytes.len() + 1);
            let end = (start + taken).min(bytes.len());
            bytes.splice(start..end, put);
        }
        exercise(&bytes);
    }

    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        exercise(&bytes);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn unknown_members_change_nothing(
        which in any::<Index>(),
        place in any::<Index>(),
        name in "[a-z]{3,12}",
        value in any_json(),
    ) {
        let before = which.get(&every_kind()).clone();
        let objects: Vec<_> = ["", "/context", "/context/userInfo", "/message", "/receipts", "/userStatus"]
            .into_iter()
            .filter(|pointer| before.pointer(pointer).is_some())
            .collect();
        let mut after = before.clone();
        let pointer: &&str = place.get(&objects);
        let object = after.pointer_mut(pointer).and_then(Value::as_object_mut);
        object.expect("an object").insert(format!("x{name}"), value);
        prop_assert_eq!(parse(&after), parse(&before));
        prop_assert_eq!(dedupe(b"a", &after) == dedupe(b"a", &before), true);
    }

    #[test]
    fn unknown_values_still_parse(value in "[A-Z]{3,9}(_[A-Z]{3,9}){0,2}") {
        let places = [
            (2, "/suggestionResponse/type"),
            (4, "/surveyResponse/rating"),
            (5, "/receipts/receipts/0/receiptType"),
            (0, "/context/entryPoint"),
        ];
        for (which, pointer) in places {
            let changed = with(every_kind().swap_remove(which), pointer, json!(value));
            prop_assert!(parse(&changed).is_ok(), "{}", changed);
        }
    }
}

/// Flips one bit in a thousand places of body and header, spread over all of them: none is accepted.
#[test]
fn no_flipped_bit_is_accepted() {
    let bodies: Vec<_> = every_kind().iter().map(|body| body.to_string().into_bytes()).collect();
    let mut accepted = 0;
    for round in 0..1_000_usize {
        let mut bytes = bodies[round % bodies.len()].clone();
        let mut signature = key().sign(&bytes).into_bytes();
        let target = if round.is_multiple_of(2) { &mut bytes } else { &mut signature };
        let bit = (round * 7_919) % (target.len() * 8);
        target[bit / 8] ^= 1 << (bit % 8);
        if let Delivery::Event(event) = google().classify(&bytes) {
            let keys = [key(), SigningKey::new(b"another").expect("a token")];
            accepted += usize::from(google().verify(&event, &[&signature], &keys).is_ok());
        }
    }
    assert_eq!(accepted, 0);
}

#[test]
fn every_bit_of_the_header_counts() {
    let body = text_body().to_string();
    let signature = key().sign(body.as_bytes()).into_bytes();
    let event = event(body.as_bytes());
    assert_eq!(google().verify(&event, &[&signature], &[key()]), Ok(0));
    for bit in 0..signature.len() * 8 {
        let mut flipped = signature.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        assert!(google().verify(&event, &[&flipped], &[key()]).is_err(), "bit {bit}");
    }
}
