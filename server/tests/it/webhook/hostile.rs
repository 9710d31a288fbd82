//! Hostile input: no flipped bit is believed, and no body of any shape makes the portal fail.

use std::collections::BTreeMap;

use http::StatusCode;
use serde_json::json;
use sqlx::PgPool;

use super::Door;

/// A generator of numbers that gives the same ones every time (xorshift64*).
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(end.max(1)).unwrap()).unwrap()
    }

    fn byte(&mut self) -> u8 {
        u8::try_from(self.next() % 256).unwrap()
    }
}

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn a_thousand_single_bit_flips_are_all_refused(pool: PgPool) {
    let door = Door::open(&pool).await;
    let body = door.line.text("c-1", "r-1", "Hei, når åpner dere?").to_string().into_bytes();
    let signature = door.line.sign(&body);
    let mut dice = Dice(7);
    for turn in 0..1000 {
        let (mut body, mut signature) = (body.clone(), signature.clone().into_bytes());
        let target = if turn % 2 == 0 { &mut body } else { &mut signature };
        let (place, bit) = (dice.below(target.len()), dice.below(8));
        target[place] ^= 1 << bit;
        // A header cannot carry every byte; what the wire refuses never arrives.
        let Ok(signature) = http::HeaderValue::from_bytes(&signature) else { continue };
        let request = door.request("POST").header("content-type", "application/json");
        let request = request.header(super::SIGNATURE, signature).body(body.into()).unwrap();
        assert_eq!(door.send(request).await.status, StatusCode::UNAUTHORIZED, "byte {place} bit {bit}");
    }
    assert_eq!(door.portal.backend.jobs().drain().await.unwrap(), 0);
}

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn twenty_thousand_mutated_bodies_never_make_the_portal_fail(pool: PgPool) {
    let door = Door::open(&pool).await;
    let seeds = seeds(&door);
    let mut dice = Dice(42);
    let mut statuses: BTreeMap<u16, usize> = BTreeMap::new();
    for _ in 0..200 {
        let bodies: Vec<_> = (0..100)
            .map(|_| {
                let body = mutated(&mut dice, &seeds);
                let signature = match dice.below(8) {
                    0 => None,
                    1 => Some("AAAA".to_owned()),
                    _ => Some(door.line.sign(&body)),
                };
                (body, signature)
            })
            .collect();
        let posts = bodies.iter().map(async |(body, signature)| {
            let signatures: Vec<&str> = signature.as_deref().into_iter().collect();
            door.post(body, &signatures).await.status.as_u16()
        });
        for status in futures::future::join_all(posts).await {
            *statuses.entry(status).or_default() += 1;
        }
    }
    assert_eq!(statuses.values().sum::<usize>(), 20_000);
    assert!(statuses.keys().all(|status| [200, 401, 403].contains(status)), "{statuses:?}");
    door.portal.backend.jobs().drain().await.unwrap();
    let answer = door.deliver(&door.line.text("c-1", "frisk", "Hei")).await;
    assert_eq!(answer.status, StatusCode::OK, "it still works");
}

fn seeds(door: &Door) -> Vec<Vec<u8>> {
    let line = &door.line;
    [
        line.text("c-1", "r-1", "Hei, når åpner dere? 😀"),
        line.event("c-1", "r-2", "userStatus", &json!({ "isTyping": true })),
        line.event("c-2", "r-3", "suggestionResponse", &json!({ "message": "m", "postbackData": "ja", "text": "Ja" })),
        line.event(
            "c-2",
            "r-4",
            "surveyResponse",
            &json!({ "survey": "s", "rating": "SATISFIED", "questionIndex": 1 }),
        ),
        line.event("c-3", "r-5", "receipts", &json!({ "receipts": [{ "message": "m", "receiptType": "READ" }] })),
        json!({ "clientToken": line.token, "secret": "0123456789" }),
        json!({ "message": { "data": "e30=", "messageId": "1" }, "subscription": "s" }),
    ]
    .into_iter()
    .map(|seed| seed.to_string().into_bytes())
    .collect()
}

/// A seed with one to four things done to it.
fn mutated(dice: &mut Dice, seeds: &[Vec<u8>]) -> Vec<u8> {
    const PARTS: [&[u8]; 12] = [
        b"\\u0000",
        b"\\ud83d",
        b"\0",
        b"\xff\xfe",
        b"1e999",
        b"-",
        b"{\"a\":1,\"a\":2}",
        b"null",
        b"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
        b"\xe2\x80\xae",
        b"99999999999999999999999999",
        b"\"conversationId\":",
    ];
    let mut body = seeds[dice.below(seeds.len())].clone();
    for _ in 0..=dice.below(4) {
        let place = dice.below(body.len() + 1);
        match dice.below(7) {
            0 => body.truncate(place),
            1 => body.insert(place, dice.byte()),
            2 if place < body.len() => body[place] = dice.byte(),
            3 if place < body.len() => {
                let end = (place + dice.below(20)).min(body.len());
                body.drain(place..end);
            }
            4 => {
                let end = (place + dice.below(40)).min(body.len());
                let part = body[place..end].to_vec();
                body.splice(place..place, part);
            }
            5 => body.splice(place..place, vec![b'x'; dice.below(2000)]).for_each(drop),
            _ => body.splice(place..place, PARTS[dice.below(PARTS.len())].iter().copied()).for_each(drop),
        }
    }
    body
}
