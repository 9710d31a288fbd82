//! The pages that ask before a rule or a ruleset leaves the draft.

use domain::{WorkstreamId, routing::RuleList, workstream::WorkstreamSummary};
use islands::AppError;
use leptos::prelude::*;

use super::{
    Id,
    api::{RemoveRule, get_draft, list_rule_queues, may_edit_rules, rule_at, rulesets::RemoveRuleset},
    crumbs, names_of,
    place::{self, in_list, list_word},
    place_param,
};
use crate::{
    components::*,
    forms::action,
    gate,
    page::{id_param, page},
    pages::workstreams::api::get_workstream,
    paths,
    sentences::rules,
    words,
};

#[component]
pub fn RemoveRouteRulePage() -> impl IntoView {
    removal(id_param("id"), Ok(RuleList::Route), place_param("at"))
}

#[component]
pub fn RemoveClassifyRulePage() -> impl IntoView {
    removal(id_param("id"), place_param("ruleset").map(RuleList::Classify), place_param("at"))
}

struct Asked {
    workstream: WorkstreamSummary,
    version: i32,
    name: String,
    sentence: String,
}

fn removal(id: Id, list: Result<RuleList, AppError>, at: Result<usize, AppError>) -> AnyView {
    let load = async move {
        may_edit_rules().await?;
        let (id, list, at) = (id?, list?, at?);
        let draft = get_draft(id).await?;
        let rule = rule_at(&draft.rules, list, at)?;
        let sentence = rules::rule(&rule, &names_of(&list_rule_queues().await?));
        let workstream = get_workstream(id).await?.summary;
        Ok((Asked { workstream, version: draft.version, name: place::name(&rule).to_owned(), sentence }, list, at))
    };
    page(load, |(asked, list, at)| {
        let words = &words::here().rules;
        let id = asked.workstream.id;
        view! {
            <PageHeader title=(words.remove_title)(&asked.name) crumbs=crumbs(&asked.workstream)/>
            <p>{asked.sentence}</p>
            <p>{words.remove_text}</p>
            <ConfirmForm action={action::<RemoveRule>()} form=FormView::default() confirm=(words.remove_label)(&asked.name)
                cancel=in_list(id, list, at)>
                <Hidden id at version=asked.version/>
                <HiddenInput name="list" value=list_word(list)/>
            </ConfirmForm>
        }
    })
}

/// A classification ruleset with its rules.
#[component]
pub fn RemoveRulesetPage() -> impl IntoView {
    let (id, at) = (id_param("id"), place_param("ruleset"));
    let load = async move {
        may_edit_rules().await?;
        let (id, at): (WorkstreamId, usize) = (id?, at?);
        let draft = get_draft(id).await?;
        let ruleset = draft.rules.classify.get(at).cloned().ok_or_else(|| gate::refuse(AppError::NotFound))?;
        Ok((get_workstream(id).await?.summary, draft.version, ruleset, at))
    };
    page(load, |(workstream, version, ruleset, at)| {
        let words = &words::here().rules;
        view! {
            <PageHeader title=(words.remove_ruleset_title)(&ruleset.name) crumbs=crumbs(&workstream)/>
            <p>{(words.remove_ruleset_text)(ruleset.rules.len())}</p>
            <ConfirmForm action={action::<RemoveRuleset>()} form=FormView::default()
                confirm=(words.remove_ruleset)(&ruleset.name) cancel=paths::rules(workstream.id)>
                <Hidden id=workstream.id at version/>
            </ConfirmForm>
        }
    })
}

#[component]
fn Hidden(id: WorkstreamId, at: usize, version: i32) -> impl IntoView {
    view! {
        <input type="hidden" name="id" value=id.to_string()/>
        <HiddenInput name="at" value=at.to_string()/>
        <HiddenInput name="version" value=version.to_string()/>
    }
}
