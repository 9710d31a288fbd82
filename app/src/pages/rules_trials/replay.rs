use domain::{
    WorkstreamId,
    routing::{Draft, Replay, VersionSummary},
    workstream::WorkstreamDetail,
};
use islands::AppError;
use leptos::prelude::*;

use super::{
    api::{Tried, get_tried_draft, list_tried_versions, may_replay_rules, replay_rules},
    replayed::Replayed,
    trial::{AsksForHidden, Unfit},
    which::{AddressSelect, Which, choices},
    window::{Asked, WINDOWS},
};
use crate::{
    components::*,
    page::{id_param, page, query},
    pages::workstreams::api::get_workstream,
    paths,
    reader::Reader,
    words,
};

/// The form that asks; the island finds it.
const FORM: &str = "replay";

/// What the page shows.
struct Shown {
    workstream: WorkstreamDetail,
    draft: Draft,
    versions: Vec<VersionSummary>,
    which: Which,
    asked: Asked,
    outcome: Outcome,
}

enum Outcome {
    /// Nothing was asked for yet.
    NotAsked,
    /// The dates are none.
    NoDates,
    Tried(Tried<Replay>),
}

async fn load(id: Result<WorkstreamId, AppError>, rules: String, asked: Asked) -> Result<Shown, AppError> {
    may_replay_rules().await?;
    let id = id?;
    let (workstream, draft) = (get_workstream(id).await?, get_tried_draft(id).await?);
    let versions = list_tried_versions(id).await?.items;
    let which = Which::asked(&rules, &draft);
    let outcome = match asked.window(&Reader::here()) {
        None => Outcome::NotAsked,
        Some(Err(())) => Outcome::NoDates,
        Some(Ok(window)) => Outcome::Tried(replay_rules(id, which, window).await?),
    };
    Ok(Shown { workstream, draft, versions, which, asked, outcome })
}

/// The time machine: what rules would have done with the conversations of a time.
#[component]
pub fn ReplayRulesPage() -> impl IntoView {
    let asked = Asked { window: query("window"), from: query("from"), to: query("to") };
    page(load(id_param("id"), query("rules"), asked), |shown| view! { <TimeMachine shown/> })
}

#[component]
fn TimeMachine(shown: Shown) -> impl IntoView {
    let words = &words::here().rules_trials;
    let Shown { workstream, draft, versions, which, asked, outcome } = shown;
    let (id, in_force) = (workstream.summary.id, draft.published.version);
    let crumbs = vec![
        Crumb::new(words::here().workstreams.title, paths::WORKSTREAMS),
        Crumb::new(workstream.summary.name, paths::workstream(id)),
        Crumb::new(words.rules, paths::rules(id)),
    ];
    let is_wrong = matches!(outcome, Outcome::NoDates);
    let found = match outcome {
        Outcome::NotAsked => ().into_any(),
        Outcome::NoDates => {
            view! { <Banner tone=Tone::Bad title=words.no_dates><p>{words.no_dates_text}</p></Banner> }.into_any()
        }
        Outcome::Tried(Tried::Unfit) => view! { <Unfit id/> }.into_any(),
        Outcome::Tried(Tried::Hidden) => view! { <AsksForHidden/> }.into_any(),
        Outcome::Tried(Tried::Answer(replay)) if replay.count == 0 => {
            view! { <EmptyState icon=IconName::Conversation title=words.empty text=words.empty_text/> }.into_any()
        }
        Outcome::Tried(Tried::Answer(replay)) => view! { <Replayed id which in_force replay/> }.into_any(),
    };
    view! {
        <PageHeader title=words.replay_title crumbs purpose=words.replay_purpose problem=is_wrong>
            <LinkButton href=paths::try_rules(id)>{words.to_try}</LinkButton>
        </PageHeader>
        <Card><Question id which asked choices=choices(&draft, &versions)/></Card>
        <section class="stack" data-live="result" tabindex="-1" aria-label=words.result>{found}</section>
    }
}

#[component]
fn Question(id: WorkstreamId, which: Which, asked: Asked, choices: Vec<Choice>) -> impl IntoView {
    let words = &words::here().rules_trials;
    let windows = WINDOWS.into_iter().map(|name| Choice::new(name, (words.window_name)(name))).collect();
    let window = if asked.window.is_empty() { "7d".to_owned() } else { asked.window };
    view! {
        <form class="form" method="get" action=paths::replay_rules(id) id=FORM>
            <AddressSelect name="rules" label=words.which value=which.to_string() choices/>
            <AddressSelect name="window" label=words.window value=window choices=windows/>
            <FilterField name="from" label=words.from>
                <input class="control short" type="date" id="filter-from" name="from" value=asked.from/>
            </FilterField>
            <FilterField name="to" label=words.to>
                <input class="control short" type="date" id="filter-to" name="to" value=asked.to/>
            </FilterField>
            <p class="muted">{words.dates_text}</p>
            <Buttons><Button kind=ButtonKind::Primary>{words.replay_button}</Button></Buttons>
            <islands::Progress form=FORM.to_owned() region="result".to_owned() label=words.replaying.to_owned()/>
        </form>
    }
}
