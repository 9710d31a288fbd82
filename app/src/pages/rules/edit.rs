//! The form of one rule. It works without script: the buttons that add and remove rows return the same page with what was typed.

use domain::{
    channel::DeclaredField,
    context::ContextField,
    queue::QueueSummary,
    routing::{AnyRule, ClassifyRule, Draft, RouteRule, RuleList},
    workstream::WorkstreamSummary,
};
use islands::AppError;
use leptos::prelude::*;

use super::{
    Id,
    api::{SaveRule, get_draft, list_rule_queues, may_edit_rules, rule_at},
    builder::Builder,
    crumbs,
    form::{RuleForm, SAVE, SAVE_AS_NEW},
    names_of,
    place::{self, list_word},
    place_param,
    target::{Outcome, Target},
};
use crate::{
    components::*,
    forms::{action, draft_or},
    gate,
    page::{id_param, page},
    pages::workstreams::api::get_workstream,
    paths,
    sentences::rules,
    words,
};

#[component]
pub fn NewRouteRulePage() -> impl IntoView {
    editor(id_param("id"), Ok(RuleList::Route), Ok(None))
}

#[component]
pub fn RouteRulePage() -> impl IntoView {
    editor(id_param("id"), Ok(RuleList::Route), place_param("at").map(Some))
}

#[component]
pub fn NewClassifyRulePage() -> impl IntoView {
    editor(id_param("id"), place_param("ruleset").map(RuleList::Classify), Ok(None))
}

#[component]
pub fn ClassifyRulePage() -> impl IntoView {
    editor(id_param("id"), place_param("ruleset").map(RuleList::Classify), place_param("at").map(Some))
}

/// What the form's page shows.
struct Loaded {
    workstream: WorkstreamSummary,
    list: RuleList,
    at: Option<usize>,
    view: FormView,
    fields: Vec<DeclaredField>,
    queues: Vec<QueueSummary>,
    /// The rule as the draft has it.
    saved: Option<AnyRule>,
    /// The ruleset of a classification rule.
    ruleset: Option<String>,
}

fn editor(id: Id, list: Result<RuleList, AppError>, at: Result<Option<usize>, AppError>) -> AnyView {
    let load = async move {
        may_edit_rules().await?;
        let (id, list, at) = (id?, list?, at?);
        let workstream = get_workstream(id).await?.summary;
        let draft = get_draft(id).await?;
        let ruleset = match list {
            RuleList::Route => None,
            RuleList::Classify(of) => {
                let ruleset = draft.rules.classify.get(of).ok_or_else(|| gate::refuse(AppError::NotFound))?;
                Some(ruleset.name.clone())
            }
        };
        // What was typed replaces the whole form: rows that were removed stay away.
        let version = draft.version.to_string();
        let mut view = draft_or(FormView::filled([("version", version)])).await?;
        let saved = match at {
            Some(at) if view.values.contains_key("was") => place::rule(&draft.rules, list, at),
            Some(at) => Some(rule_at(&draft.rules, list, at)?),
            None => None,
        };
        if !view.values.contains_key("was") {
            let blank = blank(list);
            view = RuleForm::of(saved.as_ref().unwrap_or(&blank), draft.version).view();
        }
        let fields = fields(&draft, &workstream);
        Ok(Loaded { workstream, list, at, view, fields, queues: list_rule_queues().await?, saved, ruleset })
    };
    page(load, |loaded| view! { <Editor loaded/> })
}

/// A rule that says nothing yet.
fn blank(list: RuleList) -> AnyRule {
    let (name, off, when) = (String::new(), false, None);
    match list {
        RuleList::Route => AnyRule::Route(RouteRule { name, off, when, queue: None, queues: Vec::new() }),
        RuleList::Classify(_) => {
            let (set, skills) = Default::default();
            AnyRule::Classify(ClassifyRule { name, off, when, set, skills })
        }
    }
}

/// The facts that a condition may read: those of the channel, and what the draft's rules set or read.
fn fields(draft: &Draft, workstream: &WorkstreamSummary) -> Vec<DeclaredField> {
    let mut fields = workstream.channel_kind.context_fields();
    let own = draft.rules.set_fields().into_iter().chain(draft.rules.read_fields());
    for field in own.filter(|field| matches!(field, ContextField::Variable(_) | ContextField::Skill(_))) {
        if fields.iter().all(|known| known.field != field) {
            fields.push(DeclaredField { field, values: Vec::new() });
        }
    }
    fields
}

#[component]
fn Editor(loaded: Loaded) -> impl IntoView {
    let Loaded { workstream, list, at, view: form, fields, queues, saved, ruleset } = loaded;
    let (words, common) = (&words::here().rules, &words::here().common);
    let typed = RuleForm::shown(&form);
    let id = workstream.id;
    let title = match (at, typed.was.as_str()) {
        (Some(_), name) => (words.edit_title)(name),
        (None, _) => words.new_rule.to_owned(),
    };
    let purpose = match &ruleset {
        Some(name) => (words.classify_purpose)(name),
        None => words.route_purpose.to_owned(),
    };
    let names = names_of(&queues);
    let group = typed.condition();
    let then = match list {
        RuleList::Route => view! { <Target form=form.clone() typed=typed.clone() queues/> }.into_any(),
        RuleList::Classify(_) => view! { <Outcome form=form.clone() typed=typed.clone()/> }.into_any(),
    };
    let act = || FormView::field("act");
    let refused = if form.is_stale {
        view! { <Late saved=saved.map(|rule| rules::rule(&rule, &names))/> }.into_any()
    } else {
        view! { <ErrorSummary form=&form/> }.into_any()
    };
    view! {
        <PageHeader title crumbs=crumbs(&workstream) purpose problem=form.has_errors()/>
        {refused}
        <form class="form wide" method="post" action={action::<SaveRule>()}>
            // The first button is what Enter in a field presses.
            <button class="visually-hidden" type="submit" tabindex="-1" aria-hidden="true" name=act() value=SAVE></button>
            <input type="hidden" name="id" value=id.to_string()/>
            <input type="hidden" name="list" value=list_word(list)/>
            {at.map(|at| view! { <input type="hidden" name="at" value=at.to_string()/> })}
            <HiddenInput name="was" value=form.value("was")/>
            <HiddenInput name="version" value=form.value("version")/>
            <div class="form"><TextInput form=&form name="name" label=words.name hint=words.name_hint autocomplete="off"/></div>
            <Builder form=form.clone() group fields/>
            {then}
            <Buttons>
                <Button kind=ButtonKind::Primary name=act() value=SAVE>{words.save}</Button>
                {at.map(|_| view! { <Button name=act() value=SAVE_AS_NEW>{words.save_as_new}</Button> })}
                <LinkButton href=paths::rules(id) kind=ButtonKind::Quiet>{common.cancel}</LinkButton>
            </Buttons>
        </form>
    }
}

/// Somebody has changed the draft since the form was opened: what the rule says now, and what to do.
#[component]
fn Late(saved: Option<String>) -> impl IntoView {
    let words = &words::here().rules;
    view! {
        <div class="error-summary" role="alert" tabindex="-1" autofocus aria-labelledby="stale">
            <h2 id="stale">{words::here().common.stale}</h2>
            <p>{words.stale_rule}</p>
            {saved.map(|sentence| view! { <p>{(words.stale_here)(&sentence)}</p> })}
            <p><a href="">{words::here().common.use_theirs}</a></p>
        </div>
    }
}
