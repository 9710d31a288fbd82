use std::{collections::BTreeMap, sync::Arc};

use domain::{
    QueueId, WorkstreamId,
    hours::Hours,
    queue::QueueSummary,
    routing::{Draft, Finding, RouteRule, RuleList},
    user::Permission,
    workstream::WorkstreamSummary,
};
use leptos::prelude::*;

use super::{
    api::{count_hits, get_draft, list_findings, list_queue_hours, list_rule_queues, versions::DiscardDraft},
    classification::Classifications,
    names_of, place,
};
use crate::{
    components::*,
    forms::{action, draft_or},
    gate::may,
    page::{id_param, page},
    pages::workstreams::{self, api::get_workstream},
    paths,
    sentences::rules::{self, QueueNames},
    words,
};

mod rule;
mod target;

pub(super) use self::rule::{Order, RuleRow, Said};
use self::target::{QueueNow, Target};

/// What the rows of the lists know besides their rules.
pub(super) struct Known {
    pub id: WorkstreamId,
    /// Of the draft.
    pub version: i32,
    pub may_edit: bool,
    pub findings: Vec<Finding>,
    pub names: QueueNames,
    /// Of the queues that are not open round the clock.
    hours: BTreeMap<QueueId, Hours>,
    /// The queues that nobody serves.
    pub unserved: Vec<QueueId>,
    /// By rule; none where the workstream has had no conversation lately.
    hits: Option<BTreeMap<String, i64>>,
    /// How many conversations there were, and how many of them no rule took.
    total: i64,
    unmatched: i64,
    /// The names of the rules in force.
    in_force: Vec<String>,
}

impl Known {
    fn new(
        draft: &Draft,
        id: WorkstreamId,
        findings: Vec<Finding>,
        hits: Vec<(Option<String>, i64)>,
        queues: &[QueueSummary],
        hours: Vec<(QueueId, Hours)>,
    ) -> Self {
        let total = hits.iter().map(|(_, count)| count).sum();
        let unmatched = hits.iter().filter(|(name, _)| name.is_none()).map(|(_, count)| count).sum();
        let by_rule = hits.into_iter().filter_map(|(name, count)| Some((name?, count))).collect();
        Self {
            id,
            version: draft.version,
            may_edit: may(Permission::ManageWorkstreams),
            findings,
            names: names_of(queues),
            hours: hours.into_iter().collect(),
            unserved: queues.iter().filter(|queue| queue.member_count == 0).map(|queue| queue.id).collect(),
            hits: (total > 0).then_some(by_rule),
            total,
            unmatched,
            in_force: draft.published.rules.route.iter().map(|rule| rule.name.clone()).collect(),
        }
    }

    /// How often a rule was applied; nothing for one that could not be.
    fn hits_of(&self, rule: &str) -> Option<i64> {
        let hits = self.hits.as_ref()?;
        self.in_force.iter().any(|name| name == rule).then(|| hits.get(rule).copied().unwrap_or_default())
    }
}

/// The draft of a workstream's rules.
#[component]
pub fn RulesPage() -> impl IntoView {
    let id = id_param("id");
    let load = async move {
        let id = id?;
        let draft = get_draft(id).await?;
        let queues = list_rule_queues().await?;
        let (findings, hits, hours) = (list_findings(id).await?, count_hits(id).await?, list_queue_hours().await?);
        let known = Known::new(&draft, id, findings, hits, &queues, hours);
        let form = draft_or(FormView::default()).await?;
        Ok((get_workstream(id).await?.summary, draft, Arc::new(known), form))
    };
    page(load, |(workstream, draft, known, form)| {
        let words = &words::here().rules;
        let crumbs = workstreams::crumbs_of(workstream.id, &workstream.name);
        let publish = (known.may_edit && draft.differs()).then(|| {
            let href = paths::publish_rules(workstream.id);
            view! { <LinkButton href kind=ButtonKind::Primary>{words.publish_link}</LinkButton> }
        });
        view! {
            <PageHeader title=words.title crumbs purpose=(words.semantics)(&workstream.fallback_queue)
                problem=form.has_errors()>
                {publish}
                <LinkButton href=paths::try_rules(workstream.id)>{words.try_it}</LinkButton>
                <LinkButton href=paths::replay_rules(workstream.id)>{words.time_machine}</LinkButton>
                <LinkButton href=paths::rule_history(workstream.id)>{words.history}</LinkButton>
            </PageHeader>
            <Refused form/>
            <State draft=draft.clone() id=workstream.id may_edit=known.may_edit/>
            <Classifications rulesets=draft.rules.classify known=Arc::clone(&known)/>
            <Routes rules=draft.rules.route workstream known/>
        }
    })
}

/// A change that came too late, or that could not be made.
#[component]
fn Refused(#[prop(into)] form: FormView) -> impl IntoView {
    let words = &words::here().rules;
    if !form.is_stale {
        return view! { <ErrorSummary form/> }.into_any();
    }
    view! {
        <div class="error-summary" role="alert" tabindex="-1" autofocus aria-labelledby="stale">
            <h2 id="stale">{words::here().common.stale}</h2>
            <p>{words.stale_list}</p>
        </div>
    }
    .into_any()
}

/// Whether the draft says something else than what is in force.
#[component]
fn State(draft: Draft, id: WorkstreamId, may_edit: bool) -> impl IntoView {
    let words = &words::here().rules;
    let in_force = draft.published.version;
    let (tone, badge, text) = if draft.differs() {
        (Tone::Warn, words.differs_badge, (words.differs)(in_force))
    } else {
        (Tone::Ok, words.same_badge, (words.same)(in_force))
    };
    let changed = draft.changed.clone().filter(|_| draft.differs()).map(|(who, at)| {
        view! { <span class="muted">{(words.changed_by)(&who)}" "<Time at/></span> }
    });
    let discard = (may_edit && draft.changed.is_some()).then(|| {
        view! {
            <form method="post" action={action::<DiscardDraft>()}>
                <input type="hidden" name="id" value=id.to_string()/>
                <Button small=true>{words.discard}</Button>
            </form>
        }
    });
    view! {
        <div class="rules-state">
            <Badge tone label=badge/>
            <p>{text}" "{changed}</p>
            {discard}
        </div>
        {draft.is_overtaken().then(|| view! {
            <Banner tone=Tone::Warn>
                <p>{(words.overtaken)(draft.based_on, in_force)}</p>
                {may_edit.then(|| view! { <p><a href=paths::publish_rules(id)>{words.overtaken_link}</a></p> })}
            </Banner>
        })}
        {(!may_edit).then(|| view! { <p class="muted">{words.read_only}</p> })}
    }
}

/// The rules that choose the queue, and what happens when none does.
#[component]
fn Routes(rules: Vec<RouteRule>, workstream: WorkstreamSummary, known: Arc<Known>) -> impl IntoView {
    let words = &words::here().rules;
    let id = workstream.id;
    let new = known.may_edit.then(|| {
        let href = paths::new_route_rule(id);
        view! { <LinkButton href small=true icon=IconName::Plus>{words.new_rule}</LinkButton> }.into_any()
    });
    let count = rules.len();
    let rows = rules
        .into_iter()
        .enumerate()
        .map(|(at, rule)| {
            let unserved: Vec<_> = queues_of(&rule).filter(|queue| known.unserved.contains(queue)).collect();
            let names = unserved.iter().filter_map(|queue| known.names.get(queue));
            let mut warnings: Vec<_> = names.map(|name| (words.no_members)(name)).collect();
            let hits = known.hits_of(&rule.name);
            if hits == Some(0) {
                warnings.push(words.no_hits.to_owned());
            }
            if rule.off {
                warnings.clear();
            }
            let said = Said {
                name: rule.name.clone(),
                off: rule.off,
                when: rules::when(rule.when.as_ref()),
                then: view! { <Target rule=rule.clone() known=Arc::clone(&known)/> }.into_any(),
                warnings,
                hits: hits.map(|hits| (hits, known.total)),
            };
            view! { <RuleRow said list=RuleList::Route at count known=Arc::clone(&known)/> }
        })
        .collect_view();
    let fallback = workstream.fallback_queue;
    let empty = (count == 0).then(|| view! { <p>{(words.empty)(&fallback)}</p> });
    let unmatched = (known.total > 0).then(|| view! { <rule::HitBar hits=known.unmatched total=known.total/> });
    view! {
        <Card title=words.route actions=new.unwrap_or_else(|| ().into_any())>
            {empty}
            <Order list=RuleList::Route count may_edit=known.may_edit/>
            <ol class="rules" id=place::list_id(RuleList::Route)>
                {rows}
                <li class="fallback">
                    <span class="place" aria-hidden="true">"–"</span>
                    <div class="said">
                        <h3>{words.fallback}</h3>
                        <p>{words.fallback_when}</p>
                        <p class="to"><QueueNow id=workstream.fallback_queue_id name=fallback known/></p>
                    </div>
                    {unmatched}
                </li>
            </ol>
        </Card>
    }
}

fn queues_of(rule: &RouteRule) -> impl Iterator<Item = QueueId> {
    rule.queue.into_iter().chain(rule.queues.iter().map(|share| share.queue))
}

/// The address of the page that asks before a rule is removed.
fn removal(id: WorkstreamId, list: RuleList, at: usize) -> String {
    format!("{}/delete", place::edit(id, list, Some(at)))
}
