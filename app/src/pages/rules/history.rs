//! What was published: the versions, one version, and going back to it.

use domain::{
    Page, WorkstreamId,
    routing::{AnyRule, Rules, VersionSummary},
    user::Permission,
};
use islands::AppError;
use leptos::prelude::*;

use super::{
    api::{
        list_rule_queues, may_edit_rules,
        versions::{RollBackRules, get_version, list_versions},
    },
    crumbs, names_of, place,
};
use crate::{
    components::*,
    forms::{action, draft_or},
    gate::{self, may},
    page::{id_param, page, query, text_param},
    pages::workstreams::api::get_workstream,
    paths,
    sentences::rules::{self, QueueNames},
    words,
};

#[component]
pub fn RuleHistoryPage() -> impl IntoView {
    let (id, after) = (id_param("id"), query("after").parse().ok());
    let load = async move {
        let id = id?;
        Ok((get_workstream(id).await?.summary, list_versions(id, after).await?))
    };
    page(load, |(workstream, versions)| {
        let words = &words::here().rules;
        let id = workstream.id;
        view! {
            <PageHeader title=words.history crumbs=crumbs(&workstream) purpose=words.history_purpose/>
            <Versions id versions/>
        }
    })
}

#[component]
fn Versions(id: WorkstreamId, versions: Page<VersionSummary>) -> impl IntoView {
    let words = &words::here().rules;
    let columns = vec![
        Column::new(words.version),
        Column::new(words.published_at),
        Column::new(words.published_by),
        Column::new(words.comment),
        Column::new(words.rule_count).end(),
        Column::new(words::here().common.actions).unseen(),
    ];
    let next = versions.next_cursor.map(|cursor| format!("{}?after={cursor}", paths::rule_history(id)));
    let rows = versions.items.into_iter().map(|version| row(id, version)).collect_view();
    view! {
        <DataTable caption=words.history columns>{rows}</DataTable>
        <Pager next=next.unwrap_or_default()/>
    }
}

fn row(id: WorkstreamId, version: VersionSummary) -> impl IntoView {
    let words = &words::here().rules;
    let number = version.version;
    let roll_back = (may(Permission::ManageWorkstreams) && !version.is_in_force).then(|| {
        let label = (words.roll_back_label)(number);
        view! { <LinkButton href=paths::roll_back_rules(id, number) small=true label>{words.roll_back}</LinkButton> }
    });
    view! {
        <tr>
            <HeadCell>
                <a href=paths::rule_version(id, number)>{(words.version_numbered)(number)}</a>
                {version.is_in_force.then(|| view! { " " <Badge tone=Tone::Ok label=words.in_force/> })}
            </HeadCell>
            <Cell label=words.published_at><Time at=version.published_at absolute=true/></Cell>
            <Cell label=words.published_by>{version.published_by}</Cell>
            <Cell label=words.comment>{version.comment}</Cell>
            <Cell label=words.rule_count end=true><Num value=version.rule_count/></Cell>
            <ActionCell>{roll_back}</ActionCell>
        </tr>
    }
}

fn version_param() -> Result<i32, AppError> {
    text_param("version").parse().map_err(|_| gate::refuse(AppError::NotFound))
}

/// The rules of one version, to be read.
#[component]
pub fn RuleVersionPage() -> impl IntoView {
    let (id, version) = (id_param("id"), version_param());
    let load = async move {
        let id = id?;
        let workstream = get_workstream(id).await?;
        let rules = get_version(id, version?).await?;
        Ok((workstream, rules, names_of(&list_rule_queues().await?)))
    };
    page(load, |(workstream, version, names)| {
        let words = &words::here().rules;
        let is_in_force = workstream.ruleset_version == version.version;
        let workstream = workstream.summary;
        let id = workstream.id;
        let mut crumbs = crumbs(&workstream);
        crumbs.push(Crumb::new(words.history, paths::rule_history(id)));
        let badge = is_in_force.then(|| view! { <Badge tone=Tone::Ok label=words.in_force/> }.into_any());
        let roll_back = (may(Permission::ManageWorkstreams) && !is_in_force).then(|| {
            view! { <LinkButton href=paths::roll_back_rules(id, version.version)>{words.roll_back}</LinkButton> }
        });
        view! {
            <PageHeader title=(words.version_numbered)(version.version) crumbs
                purpose=(words.semantics)(&workstream.fallback_queue) badge=badge.unwrap_or_else(|| ().into_any())>
                {roll_back}
            </PageHeader>
            <Everything rules=version.rules names/>
        }
    })
}

#[component]
fn Everything(rules: Rules, names: QueueNames) -> impl IntoView {
    let words = &words::here().rules;
    let list = |rules: Vec<AnyRule>| {
        let rows = rules.into_iter().enumerate().map(|(at, rule)| {
            let sentence = rules::rule(&rule, &names);
            view! {
                <li>
                    <span class="place" aria-hidden="true">{at + 1}</span>
                    <div class="said"><h3>{place::name(&rule).to_owned()}</h3><p>{sentence}</p></div>
                </li>
            }
        });
        let rows = rows.collect_view();
        view! { <ol class="rules">{rows}</ol> }.into_any()
    };
    let rulesets = rules.classify.into_iter().map(|ruleset| {
        let title = (words.classification_named)(&ruleset.name);
        let rules = list(ruleset.rules.into_iter().map(AnyRule::Classify).collect());
        view! { <Card title>{rules}</Card> }
    });
    let rulesets = rulesets.collect_view();
    let route = if rules.route.is_empty() {
        view! { <p>{words.no_rules}</p> }.into_any()
    } else {
        list(rules.route.into_iter().map(AnyRule::Route).collect())
    };
    view! { {rulesets}<Card title=words.route>{route}</Card> }
}

/// Asks before the rules of an older version are published again.
#[component]
pub fn RollBackRulesPage() -> impl IntoView {
    let (id, version) = (id_param("id"), version_param());
    let load = async move {
        may_edit_rules().await?;
        let (id, version) = (id?, version?);
        get_version(id, version).await?;
        Ok((get_workstream(id).await?.summary, version, draft_or(FormView::default()).await?))
    };
    page(load, |(workstream, version, form)| {
        let words = &words::here().rules;
        let id = workstream.id;
        let mut crumbs = crumbs(&workstream);
        crumbs.push(Crumb::new(words.history, paths::rule_history(id)));
        view! {
            <PageHeader title=(words.roll_back_title)(version) crumbs problem=form.has_errors()/>
            <ErrorSummary form=&form/>
            <p>{words.roll_back_text}</p>
            <ConfirmForm action={action::<RollBackRules>()} form=&form confirm=(words.roll_back_label)(version)
                cancel=paths::rule_history(id) kind=ButtonKind::Primary>
                <input type="hidden" name="id" value=id.to_string()/>
                <input type="hidden" name="to" value=version.to_string()/>
                <TextArea form=&form name="comment" label=words.comment hint=words.comment_hint optional=true rows=2/>
            </ConfirmForm>
        }
    })
}
