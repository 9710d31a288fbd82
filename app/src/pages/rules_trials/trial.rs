use backend::workstreams::rules::TrialKit;
use domain::{
    ConversationId, WorkstreamId,
    conversation::ConversationSummary,
    routing::{Draft, Explanation, VersionSummary},
    user::Permission,
    workstream::WorkstreamDetail,
};
use islands::AppError;
use leptos::prelude::*;

use super::{
    api::{
        FillTrial, Tried, filled, get_trial_kit, get_tried_draft, list_recent_conversations, list_tried_versions,
        try_on_conversation, try_on_facts,
    },
    facts::{FactFields, fresh},
    live::{LiveAnswer, LiveRules},
    which::{AddressSelect, Which, choices},
};
use crate::{
    components::*,
    format,
    forms::{action, draft_or},
    gate::may,
    page::{id_param, page, query},
    pages::{
        conversations::{TraceCard, customer},
        workstreams::api::get_workstream,
    },
    paths,
    reader::Reader,
    words,
};

/// What the page shows.
struct Shown {
    workstream: WorkstreamDetail,
    draft: Draft,
    versions: Vec<VersionSummary>,
    recent: Vec<ConversationSummary>,
    asked: Asked,
    answers: Vec<(Which, Tried<Explanation>)>,
    kit: Option<TrialKit>,
    form: FormView,
}

/// What the address asks for.
#[derive(Clone, Copy)]
struct Asked {
    which: Which,
    conversation: Option<ConversationId>,
}

async fn load(
    id: Result<WorkstreamId, AppError>,
    rules: String,
    on: String,
    filled_in: bool,
) -> Result<Shown, AppError> {
    let id = id?;
    let (workstream, draft) = (get_workstream(id).await?, get_tried_draft(id).await?);
    let versions = list_tried_versions(id).await?.items;
    let recent = if may(Permission::ViewConversations) { list_recent_conversations(id).await? } else { Vec::new() };
    let asked = Asked { which: Which::asked(&rules, &draft), conversation: on.parse().ok() };
    let kind = workstream.summary.channel_kind;
    let mut answers = Vec::new();
    for which in beside(asked.which, &draft) {
        let answer = match asked.conversation {
            Some(conversation) => Some(try_on_conversation(id, which, conversation).await?),
            None if filled_in => try_on_facts(id, which, kind).await?,
            None => None,
        };
        answers.extend(answer.map(|answer| (which, answer)));
    }
    let kit = match get_trial_kit(id, asked.which, kind).await? {
        Tried::Answer(kit) => Some(kit),
        Tried::Unfit | Tried::Hidden => None,
    };
    let reader = Reader::here();
    let mut form = fresh(&workstream, &asked.which.to_string(), reader.now, &reader.zone);
    if filled_in && let Some(filled) = filled(id).await? {
        form.values.extend(filled.form.0);
    }
    let form = draft_or(form).await?;
    Ok(Shown { workstream, draft, versions, recent, asked, answers, kit, form })
}

/// The rules that are asked for, and those in force beside them where these say something else.
fn beside(which: Which, draft: &Draft) -> Vec<Which> {
    let in_force = Which::Version(draft.published.version);
    match which {
        Which::Draft if draft.differs() => vec![which, in_force],
        Which::Version(_) if which != in_force => vec![which, in_force],
        _ => vec![which],
    }
}

/// Rules tried on a conversation.
#[component]
pub fn TryRulesPage() -> impl IntoView {
    let shown = load(id_param("id"), query("rules"), query("conversation"), query("filled") == "true");
    page(shown, |shown| view! { <Trial shown/> })
}

#[component]
fn Trial(shown: Shown) -> impl IntoView {
    let words = &words::here().rules_trials;
    let Shown { workstream, draft, versions, recent, asked, answers, kit, form } = shown;
    let id = workstream.summary.id;
    let crumbs = vec![
        Crumb::new(words::here().workstreams.title, paths::WORKSTREAMS),
        Crumb::new(workstream.summary.name.clone(), paths::workstream(id)),
        Crumb::new(words.rules, paths::rules(id)),
    ];
    let in_force = draft.published.version;
    let problem = form.has_errors();
    let has_answers = !answers.is_empty();
    let cards = answers.into_iter().map(|(which, tried)| answer_card(id, which, in_force, tried)).collect_view();
    view! {
        <PageHeader title=words.try_title crumbs purpose=words.try_purpose problem>
            {may(Permission::ViewConversations).then(|| view! {
                <LinkButton href=paths::replay_rules(id)>{words.to_replay}</LinkButton>
            })}
        </PageHeader>
        <ErrorSummary form=&form/>
        {has_answers.then(|| view! {
            <Banner title=words.nothing_written><p>{words.nothing_written_text}</p></Banner>
            <div class="columns even">{cards}</div>
        })}
        {may(Permission::ViewConversations).then(|| view! {
            <RealConversation id asked recent choices=choices(&draft, &versions)/>
        })}
        <FilledIn workstream which=asked.which choices=choices(&draft, &versions) kit form/>
    }
}

/// The form of a conversation that does not exist, and beside it every rule.
#[component]
fn FilledIn(
    workstream: WorkstreamDetail,
    which: Which,
    choices: Vec<Choice>,
    kit: Option<TrialKit>,
    form: FormView,
) -> impl IntoView {
    let words = &words::here().rules_trials;
    let (summary, has_kit) = (workstream.summary, kit.is_some());
    view! {
        <div class:columns=has_kit class:even=has_kit>
            <Card title=words.fill_title>
                <form class="form" method="post" action={action::<FillTrial>()}>
                    <input type="hidden" name="id" value=summary.id.to_string()/>
                    <input type="hidden" name="kind" value=summary.channel_kind.to_string()/>
                    <Select form=&form name="rules" label=words.which choices no_empty=true/>
                    <FactFields form=&form kind=summary.channel_kind/>
                    <div class:trial-bar=has_kit>
                        {has_kit.then(|| view! { <LiveAnswer/> })}
                        <Buttons><Button kind=ButtonKind::Primary>{words.try_button}</Button></Buttons>
                    </div>
                </form>
            </Card>
            {kit.map(|kit| view! { <LiveRules kit which/> })}
        </div>
    }
}

fn answer_card(id: WorkstreamId, which: Which, in_force: i32, tried: Tried<Explanation>) -> AnyView {
    let title = which.name(in_force);
    match tried {
        Tried::Answer(trace) => view! { <TraceCard trace heading=title/> }.into_any(),
        Tried::Unfit => view! { <Card title=title><Unfit id/></Card> }.into_any(),
        Tried::Hidden => view! { <Card title=title><AsksForHidden/></Card> }.into_any(),
    }
}

/// Rules with something left to do.
#[component]
pub(super) fn Unfit(id: WorkstreamId) -> impl IntoView {
    let words = &words::here().rules_trials;
    view! {
        <Banner tone=Tone::Warn title=words.unfit>
            <p>{words.unfit_text}" "<a href=paths::rules(id)>{words.to_rules}</a></p>
        </Banner>
    }
}

/// Rules that ask for facts that the reader may not read: what they do would tell these.
#[component]
pub(super) fn AsksForHidden() -> impl IntoView {
    let words = &words::here().rules_trials;
    view! { <Banner tone=Tone::Warn title=words.asks_for_hidden><p>{words.asks_for_hidden_text}</p></Banner> }
}

#[component]
fn RealConversation(
    id: WorkstreamId,
    asked: Asked,
    recent: Vec<ConversationSummary>,
    choices: Vec<Choice>,
) -> impl IntoView {
    let words = &words::here().rules_trials;
    let mut offered: Vec<Choice> = recent.into_iter().map(choice).collect();
    let chosen = asked.conversation.map(|id| id.to_string()).unwrap_or_default();
    // One that the time machine led to may be older than those that are offered.
    if !chosen.is_empty() && offered.iter().all(|choice| choice.value != chosen) {
        offered.insert(0, Choice::new(chosen.clone(), words.this_conversation));
    }
    let content = if offered.is_empty() {
        view! { <p class="muted">{words.no_conversations}</p> }.into_any()
    } else {
        view! {
            <form class="form" method="get" action=paths::try_rules(id)>
                <AddressSelect name="rules" label=words.which value=asked.which.to_string() choices/>
                <AddressSelect name="conversation" label=words.conversation value=chosen choices=offered/>
                <Buttons><Button kind=ButtonKind::Primary>{words.try_button}</Button></Buttons>
            </form>
            {asked.conversation.map(|id| view! {
                <p><a href=paths::conversation(id)>{words.open_conversation}</a></p>
            })}
        }
        .into_any()
    };
    view! { <Card title=words.real_title>{content}</Card> }
}

fn choice(conversation: ConversationSummary) -> Choice {
    let reader = Reader::here();
    let name = customer(&conversation.customer_name);
    let at = format::date_time(conversation.created_at, &reader.zone, reader.lang);
    Choice::new(conversation.id.to_string(), format!("{name} – {at}"))
}
