//! What a rule does with a conversation: the queues it sends to, or the facts it adds.

use domain::queue::QueueSummary;
use leptos::prelude::*;

use super::form::{ONE, OUTCOMES, RuleForm, SHARES, SPLIT, named};
use crate::{components::*, words};

/// One queue, or several by percentages. The fields of the other answer are hidden by the style sheet.
#[component]
pub fn Target(#[prop(into)] form: FormView, typed: RuleForm, queues: Vec<QueueSummary>) -> impl IntoView {
    let words = &words::here().rules;
    let choices: Vec<_> = queues.into_iter().map(|queue| Choice::new(queue.id.to_string(), queue.name)).collect();
    let answers = vec![Choice::new(ONE, words.one_queue), Choice::new(SPLIT, words.several_queues)];
    let shown = (typed.used("share", SHARES) + 1).clamp(2, SHARES);
    let shares = (0..shown).map(|at| {
        let name = |part: &str| named(&format!("share.{at}.{part}"));
        view! {
            <div class="pair" role="group" aria-label=(words.share)(at + 1)>
                <Select form=&form name=name("queue") label=words.queue choices=choices.clone()/>
                <TextInput form=&form name=name("percent") label=words.percent width=Width::Short inputmode="numeric"
                    autocomplete="off"/>
            </div>
        }
    });
    let shares = shares.collect_view();
    let total = typed.total();
    let queue = choices.clone();
    view! {
        <fieldset class="conditions">
            <legend>{words.then_queue}</legend>
            <div class="either">
                <RadioCards form=&form name=named("target") label=words.target choices=answers/>
                <div class="one">
                    <Select form=&form name=named("queue") label=words.queue choices=queue width=Width::Medium/>
                </div>
                <div class="other stack">
                    {shares}
                    <p>{(words.total)(total)}</p>
                    <div class="buttons">
                        <Button small=true icon=IconName::Plus name=FormView::field("act")
                            value=format!("show:share.{}.queue", shown.min(SHARES - 1))>{words.add_queue}</Button>
                    </div>
                </div>
            </div>
        </fieldset>
    }
}

/// The variables and skills that a classification rule sets.
#[component]
pub fn Outcome(#[prop(into)] form: FormView, typed: RuleForm) -> impl IntoView {
    let words = &words::here().rules;
    let shown = |kind| (typed.used(kind, OUTCOMES) + 1).min(OUTCOMES);
    let (set, skills) = (shown("set"), shown("skill"));
    let variables = (0..set).map(|at| {
        let name = |part: &str| named(&format!("set.{at}.{part}"));
        view! {
            <div class="pair" role="group" aria-label=(words.variable)(at + 1)>
                <TextInput form=&form name=name("name") label=words.key autocomplete="off" code=true/>
                <TextInput form=&form name=name("value") label=words.value autocomplete="off"/>
                <Checkbox form=&form name=name("number") label=words.as_number/>
            </div>
        }
    });
    let variables = variables.collect_view();
    let ratings = (0..skills).map(|at| {
        let name = |part: &str| named(&format!("skill.{at}.{part}"));
        view! {
            <div class="pair" role="group" aria-label=(words.skill)(at + 1)>
                <TextInput form=&form name=name("name") label=words.key autocomplete="off" code=true/>
                <TextInput form=&form name=name("rating") label=words.rating width=Width::Short inputmode="numeric"
                    autocomplete="off"/>
            </div>
        }
    });
    let ratings = ratings.collect_view();
    let more = |kind: &str, shown: usize| format!("show:{kind}.{}.name", shown.min(OUTCOMES - 1));
    let act = || FormView::field("act");
    view! {
        <fieldset class="conditions">
            <legend>{words.then_set}</legend>
            <p class="hint">{words.set_hint}</p>
            <h2>{words.variables}</h2>
            {variables}
            <div class="buttons">
                <Button small=true icon=IconName::Plus name=act() value=more("set", set)>{words.add_variable}</Button>
            </div>
            <h2>{words.skills}</h2>
            {ratings}
            <div class="buttons">
                <Button small=true icon=IconName::Plus name=act() value=more("skill", skills)>{words.add_skill}</Button>
            </div>
        </fieldset>
    }
}
