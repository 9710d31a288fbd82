use domain::account::SuspendedFor;
use leptos::prelude::*;

use super::{
    api::{ResumeAccount, SuspendAccount, get_account, may_manage_accounts},
    crumbs,
};
use crate::{
    components::*,
    forms::{action, draft_or},
    page::{id_param, page},
    paths, words,
};

/// Asks before an account is suspended, or before a suspended one goes on.
#[component]
pub fn SuspendAccountPage() -> impl IntoView {
    let id = id_param("id");
    let load = async move {
        may_manage_accounts().await?;
        Ok((get_account(id?).await?, draft_or(FormView::default()).await?))
    };
    page(load, |(account, form)| {
        let words = &words::here().accounts;
        let texts = &words.detail;
        let (id, name) = (account.summary.id, account.summary.name);
        let hidden = move || view! { <input type="hidden" name="id" value=id.to_string()/> };
        let (title, content) = match account.suspension.map(|suspension| suspension.reason) {
            None => {
                let content = view! {
                    <p>{texts.suspend_text}</p>
                    <ConfirmForm action={action::<SuspendAccount>()} form=&form
                        confirm=(texts.suspend_confirm)(&name) cancel=paths::account(id)>{hidden()}</ConfirmForm>
                };
                ((texts.suspend_title)(&name), content.into_any())
            }
            Some(SuspendedFor::Administrator) => {
                let content = view! {
                    <p>{texts.resume_text}</p>
                    <ConfirmForm action={action::<ResumeAccount>()} form=&form kind=ButtonKind::Primary
                        confirm=(texts.resume_confirm)(&name) cancel=paths::account(id)>{hidden()}</ConfirmForm>
                };
                ((texts.resume_title)(&name), content.into_any())
            }
            Some(SuspendedFor::PrivacyWithdrawn) => {
                let content = view! {
                    <Banner tone=Tone::Warn>
                        <p>{texts.withdrawn_text}</p>
                        <p><a href=paths::acknowledgement(id)>{texts.show_acknowledgement}</a></p>
                    </Banner>
                };
                ((texts.resume_title)(&name), content.into_any())
            }
        };
        view! {
            <PageHeader title crumbs=crumbs(words, id, &name) problem=form.has_errors()/>
            <ErrorSummary form=&form/>
            {content}
        }
    })
}
