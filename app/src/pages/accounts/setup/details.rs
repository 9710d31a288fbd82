//! Step 1: name and channel. A new account has no address yet; with its name it becomes a draft.

use domain::{ChannelKind, account::AccountDetail};
use leptos::prelude::*;

use super::{Step, StepButtons};
use crate::{
    components::{Step as ListedStep, *},
    forms::{action, draft_or},
    page::page,
    pages::accounts::{
        EndedNotice,
        api::{CreateAccount, RenameAccount, may_manage_accounts},
        channel_name,
    },
    paths, words,
};

/// An account to create.
#[component]
pub fn NewAccountPage() -> impl IntoView {
    let load = async {
        may_manage_accounts().await?;
        draft_or(FormView::filled([("channel_kind", ChannelKind::GoogleBusinessMessages.as_str())])).await
    };
    page(load, |form| {
        let words = &words::here().accounts;
        let steps = Step::ALL
            .into_iter()
            .map(|step| {
                let state = if step == Step::Details { StepState::Current } else { StepState::Todo };
                ListedStep::new(step.label(), "", state)
            })
            .collect();
        let kinds = ChannelKind::ALL.iter().map(|kind| Choice::new(kind.as_str(), channel_name(*kind))).collect();
        view! {
            <PageHeader title=words.new crumbs=vec![Crumb::new(words.title, paths::ACCOUNTS)]
                problem=form.has_errors()/>
            <ErrorSummary form=&form/>
            <Wizard steps>
                <EndedNotice/>
                <Card title=words.setup.details>
                    <form class="form" method="post" action={action::<CreateAccount>()}>
                        <NameInput form=&form/>
                        <Select form=&form name="channel_kind" label=words.channel hint=words.channel_hint
                            choices=kinds no_empty=true/>
                        <StepButtons/>
                    </form>
                </Card>
            </Wizard>
        }
    })
}

/// The name of a draft; its channel is fixed.
#[component]
pub fn DetailsStep(account: AccountDetail, #[prop(into)] form: FormView) -> impl IntoView {
    let words = &words::here().accounts;
    view! {
        <EndedNotice/>
        <Card>
            <form class="form" method="post" action={action::<RenameAccount>()}>
                <input type="hidden" name="id" value=account.summary.id.to_string()/>
                <HiddenInput name="version" value=form.value("version")/>
                <NameInput form=&form/>
                <div class="field">
                    <p class="label">{words.channel}</p>
                    <p>{channel_name(account.summary.channel_kind)}</p>
                    <p class="hint">{words.channel_fixed}</p>
                </div>
                <StepButtons/>
            </form>
        </Card>
    }
}

#[component]
fn NameInput(#[prop(into)] form: FormView) -> impl IntoView {
    let words = &words::here().accounts;
    view! { <TextInput form name="name" label=words.name hint=words.name_hint autocomplete="off"/> }
}
