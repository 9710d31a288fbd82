//! Every rule and every condition on the page, for the engine in the browser, which marks them while the form is being filled in.

use backend::workstreams::rules::TrialKit;
use domain::routing::{Condition, RuleStatus, Stage};
use leptos::prelude::*;

use super::which::Which;
use crate::{
    components::*,
    layout::Assets,
    sentences::{decisions, phrase, rules},
    words,
};

/// The answer while the form around it is being filled in.
#[component]
pub fn LiveAnswer() -> impl IntoView {
    let Assets { engine_js, engine_wasm, .. } = use_context().unwrap_or_default();
    view! {
        <div class="trial-answer" data-engine-js=engine_js data-engine-wasm=engine_wasm hidden>
            <div role="status" aria-live="polite"></div>
        </div>
    }
}

/// The rules, none of them looked at yet. Their order is that of a trace.
#[component]
pub fn LiveRules(kit: TrialKit, which: Which) -> impl IntoView {
    let (words, traces) = (&words::here().live_trials, &words::here().traces);
    let TrialKit { rules, queues, json } = kit;
    let is_empty = rules.route.is_empty();
    let told = serde_json::to_string(&decisions()).unwrap_or_default();
    let classify = rules.classify.into_iter().map(|ruleset| {
        let rules = ruleset.rules.into_iter().map(|rule| {
            let then = rules::outcome(&rule);
            view! { <LiveRule name=rule.name off=rule.off when=rule.when then/> }
        });
        let rules = rules.collect_view();
        let title = (traces.classify_named)(&ruleset.name);
        view! { <section class="stack"><h3>{title}</h3><ol class="trial-rules">{rules}</ol></section> }
    });
    let classify = classify.collect_view();
    let route = rules.route.into_iter().map(|rule| {
        let then = rules::target(&rule, &queues);
        view! { <LiveRule name=rule.name off=rule.off when=rule.when then/> }
    });
    let route = route.collect_view();
    view! {
        <div class="needs-script trial-live">
            <Card title=words.title>
                <p class="hint">{words.note}</p>
                {classify}
                <section class="stack">
                    <h3>{(traces.stage)(Stage::Route)}</h3>
                    {is_empty.then(|| view! { <p class="muted">{words.no_rules}</p> })}
                    <ol class="trial-rules">{route}</ol>
                </section>
            </Card>
            <div id="trial-kit" hidden data-rules=which.to_string() data-sentences=told data-unread=words.unread
                data-other-rules=words.other_rules>{json}</div>
        </div>
    }
}

#[component]
fn LiveRule(name: String, off: bool, when: Option<Condition>, then: String) -> impl IntoView {
    let words = &words::here().traces;
    let states = [
        ("n", Tone::Neutral, if off { words.off } else { (words.status)(RuleStatus::NotProcessed) }),
        ("p", Tone::Neutral, (words.status)(RuleStatus::Processed)),
        ("m", Tone::Info, (words.status)(RuleStatus::Matched)),
        ("a", Tone::Ok, (words.status)(RuleStatus::Applied)),
    ];
    let states =
        states.map(|(letter, tone, label)| view! { <span class=format!("is-{letter}")><Badge tone label/></span> });
    let tests = match when {
        None => view! { <p class="muted">{words.always}</p> }.into_any(),
        Some(condition) => view! { <ul class="trial-tests">{part(&condition)}</ul> }.into_any(),
    };
    view! {
        <li data-rule="n">
            <h4>{name}" "<span class="states">{states.into_iter().collect_view()}</span></h4>
            {tests}
            <p class="to">{then}</p>
        </li>
    }
}

/// A condition as an item of a list; its tests are in the order of writing.
fn part(condition: &Condition) -> AnyView {
    let words = &words::here().live_trials;
    let (label, parts) = match condition {
        Condition::Test(_) => {
            let (traces, said) = (&words::here().traces, phrase(condition));
            return view! {
                <li data-test="-">
                    <span class="states">
                        <span class="is-1"><Icon name=IconName::Check/>{said_of(traces.holds)}</span>
                        <span class="is-0"><Icon name=IconName::Close/>{said_of(traces.holds_not)}</span>
                        <span class="is-none" aria-hidden="true">"–"</span>
                    </span>
                    <span class="when">{said.view()}</span>
                </li>
            }
            .into_any();
        }
        Condition::All(parts) => (words.all, parts.as_slice()),
        Condition::Any(parts) => (words.any, parts.as_slice()),
        Condition::Not(part) => (words.none, std::slice::from_ref(&**part)),
    };
    let parts = parts.iter().map(part).collect_view();
    view! { <li class="group"><p>{label}</p><ul class="trial-tests">{parts}</ul></li> }.into_any()
}

fn said_of(word: &'static str) -> impl IntoView {
    view! { <span class="visually-hidden">{word}": "</span> }
}
