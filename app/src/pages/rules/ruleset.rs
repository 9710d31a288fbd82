//! The name of a classification ruleset.

use domain::workstream::WorkstreamSummary;
use islands::AppError;
use leptos::prelude::*;

use super::{
    api::{
        get_draft, may_edit_rules,
        rulesets::{AddRuleset, RenameRuleset},
    },
    crumbs, place_param,
};
use crate::{
    components::*,
    forms::{action, draft_or},
    gate,
    page::{id_param, page},
    pages::workstreams::api::get_workstream,
    paths, words,
};

#[component]
pub fn NewRulesetPage() -> impl IntoView {
    let id = id_param("id");
    let load = async move {
        may_edit_rules().await?;
        let id = id?;
        let fresh = FormView::filled([("version", get_draft(id).await?.version.to_string())]);
        Ok((get_workstream(id).await?.summary, draft_or(fresh).await?))
    };
    page(load, |(workstream, form)| {
        let words = &words::here().rules;
        let title = words.new_ruleset;
        view! { <NameForm workstream form title=title.to_owned() action={action::<AddRuleset>()}/> }
    })
}

#[component]
pub fn EditRulesetPage() -> impl IntoView {
    let (id, at) = (id_param("id"), place_param("ruleset"));
    let load = async move {
        may_edit_rules().await?;
        let (id, at) = (id?, at?);
        let draft = get_draft(id).await?;
        let ruleset = draft.rules.classify.get(at).ok_or_else(|| gate::refuse(AppError::NotFound))?;
        let fresh = FormView::filled([("name", ruleset.name.clone()), ("version", draft.version.to_string())]);
        Ok((get_workstream(id).await?.summary, draft_or(fresh).await?, at, ruleset.name.clone()))
    };
    page(load, |(workstream, form, at, name)| {
        let title = (words::here().rules.rename_label)(&name);
        view! { <NameForm workstream form title action={action::<RenameRuleset>()} at/> }
    })
}

#[component]
fn NameForm(
    workstream: WorkstreamSummary,
    #[prop(into)] form: FormView,
    title: String,
    action: &'static str,
    #[prop(optional)] at: Option<usize>,
) -> impl IntoView {
    let words = words::here();
    view! {
        <PageHeader title crumbs=crumbs(&workstream) purpose=words.rules.ruleset_purpose problem=form.has_errors()/>
        <ErrorSummary form=&form/>
        <form class="form" method="post" action=action>
            <input type="hidden" name="id" value=workstream.id.to_string()/>
            {at.map(|at| view! { <input type="hidden" name="at" value=at.to_string()/> })}
            <HiddenInput name="version" value=form.value("version")/>
            <TextInput form=&form name="name" label=words.rules.name hint=words.rules.ruleset_hint autocomplete="off"/>
            <Buttons>
                <Button kind=ButtonKind::Primary>{words.common.save}</Button>
                <LinkButton href=paths::rules(workstream.id) kind=ButtonKind::Quiet>{words.common.cancel}</LinkButton>
            </Buttons>
        </form>
    }
}
