use std::sync::Arc;

use domain::routing::{Classification, RuleList};
use leptos::prelude::*;

use super::{
    api::rulesets::MoveRuleset,
    list::{Known, Order, RuleRow, Said},
    place::{list_id, list_word},
};
use crate::{components::*, forms::action, paths, sentences::rules, words};

/// How many rulesets there may be.
const MOST: usize = 10;

/// The rulesets that add facts before the queue is chosen.
#[component]
pub fn Classifications(rulesets: Vec<Classification>, known: Arc<Known>) -> impl IntoView {
    let words = &words::here().rules;
    let count = rulesets.len();
    let new = (known.may_edit && count < MOST).then(|| {
        let href = paths::new_ruleset(known.id);
        view! { <LinkButton href small=true icon=IconName::Plus>{words.new_ruleset}</LinkButton> }.into_any()
    });
    let content = if rulesets.is_empty() {
        view! { <p class="muted">{words.no_rulesets}</p> }.into_any()
    } else {
        let rulesets = rulesets.into_iter().enumerate();
        rulesets
            .map(|(at, ruleset)| view! { <Ruleset ruleset at count known=Arc::clone(&known)/> })
            .collect_view()
            .into_any()
    };
    view! { <Card title=words.classification actions=new.unwrap_or_else(|| ().into_any())>{content}</Card> }
}

#[component]
fn Ruleset(ruleset: Classification, at: usize, count: usize, known: Arc<Known>) -> impl IntoView {
    let words = &words::here().rules;
    let list = RuleList::Classify(at);
    let rule_count = ruleset.rules.len();
    let rows = ruleset.rules.iter().enumerate().map(|(place, rule)| {
        let said = Said {
            name: rule.name.clone(),
            off: rule.off,
            when: rules::when(rule.when.as_ref()),
            then: view! { <p class="to">{rules::outcome(rule)}</p> }.into_any(),
            warnings: Vec::new(),
            hits: None,
        };
        view! { <RuleRow said list at=place count=rule_count known=Arc::clone(&known)/> }
    });
    let rows = rows.collect_view();
    let rows = if rule_count == 0 {
        view! { <p class="muted">{words.no_classify_rules}</p> }.into_any()
    } else {
        view! {
            <Order list count=rule_count may_edit=known.may_edit/>
            <ol class="rules" id=list_id(list)>{rows}</ol>
        }
        .into_any()
    };
    let buttons = known.may_edit.then(|| {
        let name = ruleset.name.clone();
        view! { <RulesetButtons name at count known=Arc::clone(&known)/> }
    });
    view! {
        <section class="ruleset" id=list_word(list) tabindex="-1">
            <div class="ruleset-head">
                <h3>{(words.ruleset_numbered)(at + 1, &ruleset.name)}</h3>
                {buttons}
            </div>
            {rows}
        </section>
    }
}

#[component]
fn RulesetButtons(name: String, at: usize, count: usize, known: Arc<Known>) -> impl IntoView {
    let words = &words::here().rules;
    let id = known.id;
    let to = || FormView::field("to");
    let up = (at > 0).then(|| {
        let label = (words.ruleset_up_label)(&name);
        view! { <Button small=true kind=ButtonKind::Quiet name=to() value=at.to_string() label>{words.up}</Button> }
    });
    let down = (at + 1 < count).then(|| {
        let (label, value) = ((words.ruleset_down_label)(&name), (at + 2).to_string());
        view! { <Button small=true kind=ButtonKind::Quiet name=to() value label>{words.down}</Button> }
    });
    let moves = (count > 1).then(|| {
        view! {
            <form class="buttons" method="post" action={action::<MoveRuleset>()}>
                <input type="hidden" name="id" value=id.to_string()/>
                <HiddenInput name="from" value=at.to_string()/>
                <HiddenInput name="version" value=known.version.to_string()/>
                {up}{down}
            </form>
        }
    });
    view! {
        <div class="buttons">
            <LinkButton href=paths::new_classify_rule(id, at) small=true icon=IconName::Plus
                label=(words.new_rule_in)(&name)>{words.new_rule}</LinkButton>
            {moves}
            <LinkButton href=paths::edit_ruleset(id, at) small=true label=(words.rename_label)(&name)>
                {words.rename}
            </LinkButton>
            <LinkButton href=paths::remove_ruleset(id, at) small=true kind=ButtonKind::Danger
                label=(words.remove_ruleset)(&name)>{words::here().common.delete}</LinkButton>
        </div>
    }
}
