//! The explanation of a decision, for people.

use domain::{
    conversation::Move,
    routing::{ConditionTrace, Explanation, RuleStatus, RuleTrace, Stage, StageTrace, Told},
};
use leptos::prelude::*;

use crate::{
    components::*,
    format,
    reader::Reader,
    sentences::{self, field_name, operator_name, value_text},
    words,
};

/// “Why here?”: the answer in a sentence, then every rule that was or was not looked at.
#[component]
pub fn TraceCard(
    trace: Explanation,
    /// What became of it afterwards.
    #[prop(optional)]
    moves: Vec<Move>,
    /// What rules these are, where they are only tried.
    #[prop(optional, into)]
    heading: Text,
) -> impl IntoView {
    let words = &words::here().traces;
    let Told { answer, mut more } = sentences::decisions().tell(&trace);
    if let Some(miss) = &trace.nearest_miss {
        let condition = if miss.condition.hidden {
            (words.hidden_test)(&field_name(&miss.condition.field))
        } else {
            sentences::traced(&miss.condition)
        };
        more.push((words.nearest_miss)(miss.position, &miss.rule, &condition, miss.others));
    }
    more.extend(moves.iter().map(moved));
    let version = heading.is_empty().then(|| (words.version)(trace.ruleset_version));
    let title = if heading.is_empty() { Text::Borrowed(words.title) } else { heading };
    view! {
        <Card title=title>
            <div class="stack">
                <p class="answer">{answer}</p>
                {more.into_iter().map(|sentence| view! { <p>{sentence}</p> }).collect_view()}
                {version.map(|version| view! { <p class="muted">{version}</p> })}
            </div>
            {trace.stages.into_iter().map(|stage| view! { <StageView stage/> }).collect_view()}
        </Card>
    }
}

/// A step after the decision, in one sentence.
fn moved(step: &Move) -> String {
    let reader = Reader::here();
    let words = &reader.words().conversations;
    let when = format::date_time(step.at, &reader.zone, reader.lang);
    match &step.to {
        Some(to) => (words.moved)(&step.from, to, &when),
        None => (words.ended_waiting)(&step.from, &when),
    }
}

#[component]
fn StageView(stage: StageTrace) -> impl IntoView {
    let words = &words::here().traces;
    let title = match (stage.stage, stage.name) {
        (Stage::Classify, Some(name)) => (words.classify_named)(&name),
        (kind, _) => (words.stage)(kind).to_owned(),
    };
    let rules = if stage.rules.is_empty() {
        view! { <p class="muted">{words.no_rules}</p> }.into_any()
    } else {
        let rules = stage.rules.into_iter().map(|rule| view! { <RuleView rule/> }).collect_view();
        view! { <ol class="trace">{rules}</ol> }.into_any()
    };
    view! { <section class="stack"><h3>{title}</h3>{rules}</section> }
}

#[component]
fn RuleView(rule: RuleTrace) -> impl IntoView {
    let words = &words::here().traces;
    let tone = match rule.status {
        RuleStatus::NotProcessed | RuleStatus::Processed => Tone::Neutral,
        RuleStatus::Matched => Tone::Info,
        RuleStatus::Applied => Tone::Ok,
    };
    let status = if rule.off { words.off } else { (words.status)(rule.status) };
    let conditions = if rule.off {
        view! { <p class="muted">{words.off_text}</p> }.into_any()
    } else if rule.conditions.is_empty() {
        view! { <p class="muted">{words.always}</p> }.into_any()
    } else {
        let columns = vec![
            Column::new(words.field),
            Column::new(words.comparison),
            Column::new(words.expected),
            Column::new(words.actual),
            Column::new(words.result),
        ];
        let rows = rule.conditions.into_iter().map(condition_row).collect_view();
        view! { <DataTable caption=(words.conditions_of)(&rule.name) columns>{rows}</DataTable> }.into_any()
    };
    let sets = rule
        .set
        .iter()
        .map(|(field, value)| view! { <p>{(words.sets)(&field_name(field), &value_text(value))}</p> })
        .collect_view();
    view! {
        <li>
            <h4>{rule.name}" "<Badge tone label=status/></h4>
            {conditions}
            {sets}
        </li>
    }
}

fn condition_row(condition: ConditionTrace) -> AnyView {
    let words = &words::here().traces;
    if condition.hidden {
        return hidden_row(condition).into_any();
    }
    let (tone, result) = match condition.holds {
        Some(true) => (Tone::Ok, words.holds),
        Some(false) => (Tone::Neutral, words.holds_not),
        None => (Tone::Neutral, words.not_looked_at),
    };
    let actual = match (&condition.actual, condition.holds) {
        (Some(value), _) => value_text(value),
        (None, Some(_)) => words.no_value.to_owned(),
        (None, None) => words.not_looked_at.to_owned(),
    };
    view! {
        <tr>
            <HeadCell>{field_name(&condition.field)}<span class="sub"><code>{condition.field}</code></span></HeadCell>
            <Cell label=words.comparison>{operator_name(&condition.op)}</Cell>
            <Cell label=words.expected>{condition.expected.as_ref().map(value_text)}</Cell>
            <Cell label=words.actual>{actual}</Cell>
            <Cell label=words.result><Badge tone label=result/></Cell>
        </tr>
    }
    .into_any()
}

/// A test of a fact that the reader may not read.
fn hidden_row(condition: ConditionTrace) -> impl IntoView {
    let words = &words::here().traces;
    view! {
        <tr>
            <HeadCell>{field_name(&condition.field)}<span class="sub"><code>{condition.field}</code></span></HeadCell>
            <Cell label=words.comparison>{operator_name(&condition.op)}</Cell>
            <Cell label=words.expected><HiddenValue/></Cell>
            <Cell label=words.actual><HiddenValue/></Cell>
            <Cell label=words.result><HiddenValue/></Cell>
        </tr>
    }
}
