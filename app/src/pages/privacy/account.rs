use domain::{
    AccountId, Lang,
    account::{AccountDetail, AccountState},
    notice::{Acknowledgement, Notice},
};
use islands::AppError;
use leptos::prelude::*;

use super::{
    AcknowledgementFacts, HistoryTable, NoticeText, StandingBadge, StatementBoxes,
    api::{AcknowledgeNotice, get_notice, list_acknowledgements, may_acknowledge},
};
use crate::{
    components::*,
    forms::{action, draft_or},
    page::{id_param, page},
    pages::accounts::api::get_account,
    paths,
    reader::Reader,
    words,
};

/// The acknowledgement of one account: who and when, the notice to acknowledge, and what was before.
#[component]
pub fn AccountPrivacyPage() -> impl IntoView {
    let id = id_param("id");
    let lang = Reader::here().lang;
    page(async move { load(id?, lang).await }, |(account, notice, history, form)| {
        let words = &words::here().privacy;
        let id = account.summary.id;
        let may_withdraw =
            may_acknowledge() && account.acknowledgement.as_ref().is_some_and(|last| last.withdrawn_at.is_none());
        let acknowledgement = account.acknowledgement.clone();
        let badge = view! { <StandingBadge is_acknowledged=account.is_acknowledged acknowledgement/> }.into_any();
        view! {
            <PageHeader title=(words.acknowledge_title)(&account.summary.name)
                crumbs=vec![Crumb::new(words.title, paths::PRIVACY)] badge problem=form.has_errors()>
                <LinkButton href=paths::account(id)>{words.show_account}</LinkButton>
                {may_withdraw.then(|| view! {
                    <LinkButton href=paths::withdraw_acknowledgement(id) kind=ButtonKind::Danger>
                        {words.withdraw}
                    </LinkButton>
                })}
            </PageHeader>
            <ErrorSummary form=&form/>
            <Present account=account.clone()/>
            <Acknowledge account notice form/>
            <Card title=words.history flush={!history.is_empty()}>
                {if history.is_empty() {
                    view! { <p class="muted">{words.no_history}</p> }.into_any()
                } else {
                    view! { <HistoryTable acknowledgements=history/> }.into_any()
                }}
            </Card>
        }
    })
}

type Loaded = (AccountDetail, Notice, Vec<Acknowledgement>, FormView);

async fn load(id: AccountId, lang: Lang) -> Result<Loaded, AppError> {
    let account = get_account(id).await?;
    let notice = get_notice(account.summary.channel_kind, lang).await?;
    let history = list_acknowledgements(Some(id), None).await?.items;
    Ok((account, notice, history, draft_or(FormView::default()).await?))
}

/// The acknowledgement that counts, or that was withdrawn last.
#[component]
fn Present(account: AccountDetail) -> impl IntoView {
    let words = &words::here().privacy;
    let is_suspended = account.summary.state == AccountState::Suspended && !account.is_acknowledged;
    let facts = account.acknowledgement.map(|acknowledgement| {
        view! { <Card title=words.state><AcknowledgementFacts acknowledgement/></Card> }
    });
    view! {
        {is_suspended.then(|| view! { <Banner tone=Tone::Warn><p>{words.suspended_note}</p></Banner> })}
        {facts}
    }
}

/// The notice, with the boxes for whoever may acknowledge it.
#[component]
fn Acknowledge(account: AccountDetail, notice: Notice, #[prop(into)] form: FormView) -> impl IntoView {
    let words = &words::here().privacy;
    let button = if account.acknowledgement.is_some() { words.acknowledge_again } else { words.acknowledge };
    let boxes = if may_acknowledge() {
        view! {
            <form class="form" method="post" action={action::<AcknowledgeNotice>()}>
                <input type="hidden" name="id" value=account.summary.id.to_string()/>
                <HiddenInput name="version" value=notice.version.to_string()/>
                <HiddenInput name="language" value=notice.language.as_str()/>
                <HiddenInput name="then" value="page"/>
                <StatementBoxes form=&form/>
                <Buttons><Button kind=ButtonKind::Primary>{button}</Button></Buttons>
            </form>
        }
        .into_any()
    } else {
        view! { <Banner><p>{words.may_not_acknowledge}</p></Banner> }.into_any()
    };
    view! { <Card><NoticeText notice/>{boxes}</Card> }
}
