//! Publishing a draft: what will be otherwise, and what is wrong with it.

use domain::{
    WorkstreamId,
    routing::{AnyRule, ClassifyRule, Difference, Draft, Finding, Replay, RuleDifference, Rules},
    workstream::WorkstreamSummary,
};
use leptos::prelude::*;

use super::{
    api::{
        get_draft, list_findings, list_rule_queues, may_edit_rules,
        versions::{DiscardDraft, KeepDraftOver, PublishRules, list_versions},
    },
    crumbs, names_of,
};
use crate::{
    components::*,
    forms::{action, draft_or},
    page::{id_param, page},
    pages::{
        rules_trials::{NewestMoved, replay_newest},
        workstreams::api::get_workstream,
    },
    paths,
    sentences::rules::{self, QueueNames},
    words,
};

struct Loaded {
    workstream: WorkstreamSummary,
    draft: Draft,
    findings: Vec<Finding>,
    /// What the draft would have done with the newest conversations.
    replay: Option<Replay>,
    names: QueueNames,
    form: FormView,
    /// Who published what is in force.
    publisher: String,
}

#[component]
pub fn PublishRulesPage() -> impl IntoView {
    let id = id_param("id");
    let load = async move {
        may_edit_rules().await?;
        let id = id?;
        let draft = get_draft(id).await?;
        let form = draft_or(FormView::filled([("version", draft.version.to_string())])).await?;
        let versions = list_versions(id, None).await?.items;
        let publisher = versions.into_iter().find(|version| version.is_in_force).map(|version| version.published_by);
        Ok(Loaded {
            workstream: get_workstream(id).await?.summary,
            findings: list_findings(id).await?,
            replay: replay_newest(id, &draft).await?,
            names: names_of(&list_rule_queues().await?),
            publisher: publisher.unwrap_or_default(),
            draft,
            form,
        })
    };
    page(load, |loaded| {
        let words = &words::here().rules;
        let Loaded { workstream, draft, findings, replay, names, form, publisher } = loaded;
        let id = workstream.id;
        let is_sound = draft.rules.check().is_ok() && findings.iter().all(|finding| !is_in_the_way(finding));
        let answer = if draft.is_overtaken() {
            view! { <Overtaken id draft=draft.clone() publisher/> }.into_any()
        } else if !draft.differs() {
            view! { <p>{words.nothing_to_publish}</p> }.into_any()
        } else if is_sound {
            view! { <PublishForm id form=form.clone()/> }.into_any()
        } else {
            view! { <Banner tone=Tone::Bad><p>{words.cannot_publish}</p></Banner> }.into_any()
        };
        view! {
            <PageHeader title=words.publish_title crumbs=crumbs(&workstream)
                purpose=(words.publish_purpose)(draft.published.version) problem=form.has_errors()/>
            <ErrorSummary form/>
            <Differences draft names/>
            {replay.map(|replay| view! { <NewestMoved id replay/> })}
            <Findings findings/>
            {answer}
        }
    })
}

/// What the backend would refuse.
fn is_in_the_way(finding: &Finding) -> bool {
    use domain::routing::Proof;
    matches!(finding.proof, Proof::MissingQueue { .. } | Proof::Percentages { .. })
}

#[component]
fn Differences(draft: Draft, names: QueueNames) -> impl IntoView {
    let words = &words::here().rules;
    let differences = draft.published.rules.differences(&draft.rules);
    let items = differences.iter().map(|difference| {
        let (title, before, after) = told(difference, &names);
        view! {
            <li>
                <h3>{title}</h3>
                {before.map(|sentence| view! { <p><del>{sentence}</del></p> })}
                {after.map(|sentence| view! { <p><ins>{sentence}</ins></p> })}
            </li>
        }
    });
    let items = items.collect_view();
    let order =
        is_reordered(&draft.published.rules, &draft.rules).then(|| view! { <li><h3>{words.diff_order}</h3></li> });
    draft.differs().then(|| {
        view! { <Card title=words.differences><ul class="rows differences">{order}{items}</ul></Card> }
    })
}

/// Whether the rulesets that both have stand in another order.
fn is_reordered(old: &Rules, new: &Rules) -> bool {
    let has = |rules: &Rules, name: &str| rules.classify.iter().any(|ruleset| ruleset.name == name);
    let kept = old.classify.iter().filter(|ruleset| has(new, &ruleset.name)).map(|ruleset| &ruleset.name);
    kept.ne(new.classify.iter().filter(|ruleset| has(old, &ruleset.name)).map(|ruleset| &ruleset.name))
}

/// A difference as a heading, what was said and what is said.
fn told(difference: &Difference<'_, domain::QueueId>, names: &QueueNames) -> (String, Option<String>, Option<String>) {
    let words = &words::here().rules;
    match difference {
        Difference::RulesetAdded(name) => ((words.diff_ruleset_added)(name), None, None),
        Difference::RulesetRemoved(name) => ((words.diff_ruleset_removed)(name), None, None),
        Difference::Classify(name, rule) => {
            let sentence = |rule: &ClassifyRule| rules::rule(&AnyRule::Classify(rule.clone()), names);
            let (title, before, after) = rule_told(rule, |rule| &rule.name, sentence);
            ((words.diff_in)(name, &title), before, after)
        }
        Difference::Route(rule) => {
            rule_told(rule, |rule| &rule.name, |rule| rules::rule(&AnyRule::Route(rule.clone()), names))
        }
    }
}

fn rule_told<Rule>(
    difference: &RuleDifference<&Rule>,
    name: impl Fn(&Rule) -> &str,
    sentence: impl Fn(&Rule) -> String,
) -> (String, Option<String>, Option<String>) {
    let words = &words::here().rules;
    match difference {
        RuleDifference::Added { at, rule } => ((words.diff_added)(at + 1, name(rule)), None, Some(sentence(rule))),
        RuleDifference::Removed { at, rule } => ((words.diff_removed)(at + 1, name(rule)), Some(sentence(rule)), None),
        RuleDifference::Switched { at, off, rule } => {
            let title = if *off { words.diff_off } else { words.diff_on };
            (title(at + 1, name(rule)), None, None)
        }
        RuleDifference::Changed { at, before, after } => {
            ((words.diff_changed)(at + 1, name(after)), Some(sentence(before)), Some(sentence(after)))
        }
        RuleDifference::Moved { from, to, rule } => ((words.diff_moved)(from + 1, to + 1, name(rule)), None, None),
    }
}

#[component]
fn Findings(findings: Vec<Finding>) -> impl IntoView {
    let words = &words::here().rules;
    (!findings.is_empty()).then(|| {
        let items = findings.iter().map(|finding| {
            let rule = (words.numbered)(finding.place.rule + 1, &finding.name);
            let sentence = rules::finding(finding);
            view! { <li>{rule}": "{sentence}</li> }
        });
        let items = items.collect_view();
        view! { <Banner tone=Tone::Warn title=words.findings><ul>{items}</ul></Banner> }
    })
}

#[component]
fn PublishForm(id: WorkstreamId, #[prop(into)] form: FormView) -> impl IntoView {
    let words = &words::here().rules;
    view! {
        <form class="form" method="post" action={action::<PublishRules>()}>
            <input type="hidden" name="id" value=id.to_string()/>
            <HiddenInput name="version" value=form.value("version")/>
            <TextArea form=&form name="comment" label=words.comment hint=words.comment_hint optional=true rows=2/>
            <Buttons>
                <Button kind=ButtonKind::Primary>{words.publish}</Button>
                <LinkButton href=paths::rules(id) kind=ButtonKind::Quiet>{words::here().common.cancel}</LinkButton>
            </Buttons>
        </form>
    }
}

/// Somebody has published since the draft was begun.
#[component]
fn Overtaken(id: WorkstreamId, draft: Draft, publisher: String) -> impl IntoView {
    let words = &words::here().rules;
    view! {
        <Banner tone=Tone::Warn>
            <p>{(words.overtaken_by)(&publisher, draft.published.version, draft.based_on)}</p>
        </Banner>
        <div class="buttons">
            <form method="post" action={action::<KeepDraftOver>()}>
                <input type="hidden" name="id" value=id.to_string()/>
                <input type="hidden" name="version" value=draft.version.to_string()/>
                <Button>{words.keep_over}</Button>
            </form>
            <form method="post" action={action::<DiscardDraft>()}>
                <input type="hidden" name="id" value=id.to_string()/>
                <Button>{words.discard}</Button>
            </form>
            <LinkButton href=paths::rules(id) kind=ButtonKind::Quiet>{words::here().common.cancel}</LinkButton>
        </div>
    }
}
