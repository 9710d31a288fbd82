//! The wizard that connects an account: a saved draft with an address for each step. Every step can be opened at any time; the
//! list tells which are done from what is stored, so nothing has to be remembered between them.

mod agents;
mod connection;
mod details;
mod partner;
mod privacy;

use domain::{AccountId, Lang, account::AccountDetail, field_security::SecretSlot, notice::Notice, user::Permission};
use islands::AppError;
use leptos::prelude::*;

pub use self::details::NewAccountPage;
use super::api::{get_account, get_provider_console, may_manage_accounts};
use crate::{
    components::{Step as ListedStep, *},
    forms::draft_or,
    gate::{self, may},
    page::{id_param, page, text_param},
    pages::privacy::api::get_notice,
    paths,
    reader::Reader,
    words,
};

/// A step of the wizard, as in its address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::pages) enum Step {
    Details,
    Privacy,
    Partner,
    Connection,
    Agents,
}

impl Step {
    const ALL: [Self; 5] = [Self::Details, Self::Privacy, Self::Partner, Self::Connection, Self::Agents];

    const fn word(self) -> &'static str {
        match self {
            Self::Details => "details",
            Self::Privacy => "privacy",
            Self::Partner => "partner",
            Self::Connection => "connection",
            Self::Agents => "agents",
        }
    }

    /// Where the step is.
    pub fn path(self, id: AccountId) -> String {
        paths::account_step(id, self.word())
    }

    /// The step after this one.
    pub fn next(self) -> Option<Self> {
        Self::ALL.into_iter().skip_while(|step| *step != self).nth(1)
    }

    /// Counted from one.
    fn number(self) -> usize {
        Self::ALL.into_iter().take_while(|step| *step != self).count() + 1
    }

    fn label(self) -> &'static str {
        let words = &words::here().accounts.setup;
        match self {
            Self::Details => words.details,
            Self::Privacy => words.privacy,
            Self::Partner => words.partner,
            Self::Connection => words.connection,
            Self::Agents => words.agents,
        }
    }

    fn is_done(self, account: &AccountDetail) -> bool {
        match self {
            Self::Details => true,
            Self::Privacy => account.is_acknowledged,
            // Whether a hidden token is set is not told here either.
            Self::Partner => account.partner_id.is_some() && !matches!(account.client_token, SecretSlot::NotSet { .. }),
            Self::Connection => account.summary.verified_at.is_some() && account.last_refusal.is_none(),
            Self::Agents => !account.agent_accounts.is_empty(),
        }
    }

    fn has_problem(self, account: &AccountDetail) -> bool {
        match self {
            Self::Privacy => !account.is_acknowledged && account.acknowledgement.is_some(),
            Self::Partner => account.partner_id.is_some() && matches!(account.client_token, SecretSlot::NotSet { .. }),
            Self::Connection => account.last_refusal.is_some(),
            Self::Details | Self::Agents => false,
        }
    }
}

/// The address without a step, which leads to the first one that is not done.
pub(super) fn resume(id: AccountId) -> String {
    format!("{}/setup", paths::account(id))
}

/// What an account still lacks, each with the step where it is given.
pub(super) fn missing(account: &AccountDetail) -> Vec<(Step, &'static str)> {
    let words = &words::here().accounts.detail;
    let is_unset = |slot: &SecretSlot| matches!(slot, SecretSlot::NotSet { .. });
    [
        (!account.is_acknowledged, Step::Privacy, words.missing_privacy),
        (account.partner_id.is_none(), Step::Partner, words.missing_partner_id),
        (is_unset(&account.client_token), Step::Partner, words.missing_token),
        (is_unset(&account.service_account), Step::Partner, words.missing_key_file),
        (account.summary.verified_at.is_none(), Step::Connection, words.missing_verification),
        (account.agent_accounts.is_empty(), Step::Agents, words.missing_agents),
    ]
    .into_iter()
    .filter_map(|(is_missing, step, text)| is_missing.then_some((step, text)))
    .collect()
}

/// What the wizard shows.
struct Loaded {
    step: Step,
    account: AccountDetail,
    form: FormView,
    /// Only where it is read.
    notice: Option<Notice>,
    /// Where the provider, or its emulator, is reached.
    console: Option<String>,
}

/// One step of the wizard.
#[component]
pub fn AccountSetupPage() -> impl IntoView {
    let (id, step) = (id_param("id"), text_param("step"));
    let lang = Reader::here().lang;
    page(async move { load(id?, &step, lang).await }, |loaded| {
        let Some(Loaded { step, account, form, notice, console }) = loaded else { return ().into_any() };
        let words = &words::here().accounts;
        let (id, name) = (account.summary.id, account.summary.name.clone());
        let steps = listed(step, &account);
        // The emulator is reached without TLS, Google never.
        let has_emulator = console.as_ref().is_some_and(|url| url.starts_with("http://"));
        let content = match step {
            Step::Details => view! { <details::DetailsStep account form=form.clone()/> }.into_any(),
            Step::Privacy => view! { <privacy::PrivacyStep account notice form=form.clone()/> }.into_any(),
            Step::Partner => view! { <partner::PartnerStep account has_emulator form=form.clone()/> }.into_any(),
            Step::Connection => view! { <connection::ConnectionStep account console/> }.into_any(),
            Step::Agents => view! { <agents::AgentsStep account has_emulator form=form.clone()/> }.into_any(),
        };
        view! {
            <PageHeader title=step.label() purpose=(words.setup.purpose)(step.number(), Step::ALL.len(), &name)
                crumbs=super::crumbs(words, id, &name) problem=form.has_errors()/>
            <ErrorSummary form/>
            <Wizard steps>{content}</Wizard>
        }
        .into_any()
    })
}

/// What a step shows. Without a step there is nothing to show: the person is led to the first step that is not done.
async fn load(id: AccountId, step: &str, lang: Lang) -> Result<Option<Loaded>, AppError> {
    may_manage_accounts().await?;
    let account = get_account(id).await?;
    if step.is_empty() {
        let first = Step::ALL.into_iter().find(|step| !step.is_done(&account)).unwrap_or(Step::Agents);
        gate::redirect(&first.path(id));
        return Ok(None);
    }
    let known = Step::ALL.into_iter().find(|known| known.word() == step);
    let step = known.ok_or_else(|| gate::refuse(AppError::NotFound))?;
    let notice = if step == Step::Privacy && may(Permission::ViewPrivacy) {
        Some(get_notice(account.summary.channel_kind, lang).await?)
    } else {
        None
    };
    let is_told_by_provider = matches!(step, Step::Partner | Step::Connection | Step::Agents);
    let console = if is_told_by_provider { get_provider_console().await? } else { None };
    let form = draft_or(fresh(step, &account)).await?;
    Ok(Some(Loaded { step, account, form, notice, console }))
}

/// What a step's form begins with. The boxes of the privacy notice begin unticked.
fn fresh(step: Step, account: &AccountDetail) -> FormView {
    let version = account.version.to_string();
    match step {
        Step::Details => FormView::filled([("name", account.summary.name.clone()), ("version", version)]),
        Step::Partner => {
            FormView::filled([("partner_id", account.partner_id.clone().unwrap_or_default()), ("version", version)])
        }
        Step::Privacy | Step::Connection | Step::Agents => FormView::default(),
    }
}

/// The steps of an account, one of them being at hand.
fn listed(current: Step, account: &AccountDetail) -> Vec<ListedStep> {
    let id = account.summary.id;
    Step::ALL
        .into_iter()
        .map(|step| {
            let state = if step == current {
                StepState::Current
            } else if step.is_done(account) {
                StepState::Done
            } else if step.has_problem(account) {
                StepState::Problem
            } else {
                StepState::Todo
            };
            ListedStep::new(step.label(), step.path(id), state)
        })
        .collect()
}

/// The buttons of a step: on, or out with everything kept.
#[component]
fn StepButtons(#[prop(optional, into)] next: Text) -> impl IntoView {
    let words = &words::here().common;
    let next = if next.is_empty() { Text::Borrowed(words.next) } else { next };
    view! {
        <Buttons>
            <Button kind=ButtonKind::Primary name=FormView::field("then") value="next">{next}</Button>
            <Button name=FormView::field("then") value="close">{words.save_and_close}</Button>
        </Buttons>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_follow_each_other_to_the_last() {
        let mut steps = vec![Step::Details];
        while let Some(next) = steps.last().and_then(|step| step.next()) {
            steps.push(next);
        }
        assert_eq!(steps, Step::ALL);
        assert_eq!(Step::Agents.number(), Step::ALL.len());
    }
}
