use std::sync::Arc;

use domain::routing::{Finding, Place, RuleList};
use leptos::prelude::*;

use super::{Known, removal};
use crate::{
    components::*,
    forms::action,
    pages::rules::{
        api::{MoveRule, SwitchRule},
        place::{self, anchor, list_word},
    },
    sentences::{Phrase, rules},
    words,
};

/// A rule in words.
pub struct Said {
    pub name: String,
    pub off: bool,
    pub when: Phrase,
    /// A paragraph or several.
    pub then: AnyView,
    /// Besides what the prover found.
    pub warnings: Vec<String>,
    /// How often it was applied, of how many conversations.
    pub hits: Option<(i64, i64)>,
}

/// A rule with its place, what it says, what is wrong with it, and what can be done with it.
#[component]
pub fn RuleRow(said: Said, list: RuleList, at: usize, count: usize, known: Arc<Known>) -> impl IntoView {
    let Said { name, off, when, then, warnings, hits } = said;
    let of = known.findings.iter().filter(|finding| is_about(finding, list, at));
    let findings: Vec<_> = of.map(rules::finding).collect();
    let warnings = findings.into_iter().chain(warnings);
    let warnings = warnings.map(|text| view! { <li><Icon name=IconName::Warning/>{text}</li> }).collect_view();
    let buttons = known.may_edit.then(|| {
        let name = name.clone();
        view! { <RuleButtons name list at count known=Arc::clone(&known)/> }
    });
    let grip = (known.may_edit && count > 1).then(|| {
        let label = (words::here().rules.grip_label)(&name);
        let hint = format!("{}-hint", place::list_id(list));
        view! {
            <button class="grip needs-script" type="button" id=place::grip(list, at) data-name=name.clone() aria-label=label
                aria-describedby=hint>
                <Icon name=IconName::Grip/>
            </button>
        }
    });
    let switch = if known.may_edit {
        let label = (words::here().rules.switch_label)(&name);
        view! { <RuleSwitch label off list at known=Arc::clone(&known)/> }.into_any()
    } else {
        off.then(|| view! { <Badge tone=Tone::Neutral label=words::here().rules.off_badge/> }).into_any()
    };
    view! {
        <li id=anchor(list, at) tabindex="-1" class:off=off>
            <div class="lead">{grip}<span class="place" aria-hidden="true">{at + 1}</span></div>
            <div class="said">
                <h3>{name}</h3>
                <p class="when">{when.view()}</p>
                {then}
                <ul class="warnings">{warnings}</ul>
            </div>
            <div class="aside">
                {switch}
                {hits.map(|(hits, total)| view! { <HitBar hits total/> })}
            </div>
            {buttons}
        </li>
    }
}

/// Switches a rule off, or on again.
#[component]
fn RuleSwitch(label: String, off: bool, list: RuleList, at: usize, known: Arc<Known>) -> impl IntoView {
    let words = &words::here().rules;
    let checked = if off { "false" } else { "true" };
    view! {
        <form method="post" action={action::<SwitchRule>()}>
            <input type="hidden" name="id" value=known.id.to_string()/>
            <HiddenInput name="list" value=list_word(list)/>
            <HiddenInput name="at" value=at.to_string()/>
            <HiddenInput name="off" value=(!off).to_string()/>
            <HiddenInput name="version" value=known.version.to_string()/>
            <button class="flip" type="submit" role="switch" aria-checked=checked aria-label=label id=place::switch(list, at)>
                <span aria-hidden="true">{if off { words.off } else { words.on }}</span>
            </button>
        </form>
    }
}

fn is_about(finding: &Finding, list: RuleList, at: usize) -> bool {
    let number = |place: usize| u32::try_from(place).unwrap_or(u32::MAX);
    let ruleset = match list {
        RuleList::Route => None,
        RuleList::Classify(of) => Some(number(of)),
    };
    finding.place == Place { ruleset, rule: number(at) }
}

/// Lets the rules of a list be put in order by their grips.
#[component]
pub fn Order(list: RuleList, count: usize, may_edit: bool) -> impl IntoView {
    let words = &words::here().rules;
    let told = |tell: fn(&str, &str, &str) -> String| tell("{name}", "{place}", "{count}");
    (may_edit && count > 1).then(|| {
        view! {
            <islands::RuleList list=place::list_id(list) hint=words.grip_hint.to_owned() lifted=told(words.lifted)
                moved=told(words.at_place) dropped=told(words.dropped) cancelled=told(words.put_back)/>
        }
    })
}

/// How many of the last week's conversations.
#[component]
pub fn HitBar(hits: i64, total: i64) -> impl IntoView {
    let words = &words::here().rules;
    let text = (words.hits)(hits);
    view! {
        <div class="hits">
            <span>{text.clone()}</span>
            <meter min="0" max=total.max(1).to_string() value=hits.to_string() aria-label=text></meter>
        </div>
    }
}

#[component]
fn RuleButtons(name: String, list: RuleList, at: usize, count: usize, known: Arc<Known>) -> impl IntoView {
    let words = &words::here().rules;
    let to = || FormView::field("to");
    let up = (at > 0).then(|| {
        let label = (words.up_label)(&name);
        view! { <Button small=true kind=ButtonKind::Quiet name=to() value=at.to_string() label>{words.up}</Button> }
    });
    let down = (at + 1 < count).then(|| {
        let (label, value) = ((words.down_label)(&name), (at + 2).to_string());
        view! { <Button small=true kind=ButtonKind::Quiet name=to() value label>{words.down}</Button> }
    });
    let (id, version) = (known.id, known.version);
    let hidden = move || {
        view! {
            <input type="hidden" name="id" value=id.to_string()/>
            <HiddenInput name="list" value=list_word(list)/>
            <HiddenInput name="from" value=at.to_string()/>
            <HiddenInput name="version" value=version.to_string()/>
        }
    };
    let edit = place::edit(id, list, Some(at));
    let field = format!("to-{}", anchor(list, at));
    let elsewhere = (count > 2).then(|| {
        view! {
            <details class="pop">
                <summary aria-label=(words.move_label)(&name)>{words.move_to}</summary>
                <form class="pop-body" method="post" action={action::<MoveRule>()}>
                    {hidden()}
                    <label class="label" for=field.clone()>{(words.place_of)(count)}</label>
                    <div class="buttons">
                        <input class="control w-short" type="number" min="1" max=count.to_string() id=field name=to()
                            value=(at + 1).to_string()/>
                        <Button small=true>{words.move_here}</Button>
                    </div>
                </form>
            </details>
        }
    });
    view! {
        <div class="buttons">
            <LinkButton href=edit small=true label=(words.edit_label)(&name)>{words.edit}</LinkButton>
            <form class="buttons moves" method="post" action={action::<MoveRule>()}>{hidden()}{up}{down}</form>
            {elsewhere}
            <LinkButton href=removal(id, list, at) small=true kind=ButtonKind::Danger label=(words.remove_label)(&name)>
                {words::here().common.delete}
            </LinkButton>
        </div>
    }
}
