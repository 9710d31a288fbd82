use leptos::prelude::*;

use super::{
    api::{DeleteAccount, get_account, may_manage_accounts},
    crumbs,
};
use crate::{
    components::*,
    forms::{action, draft_or},
    page::{id_param, page},
    paths, words,
};

/// Asks before an account is deleted, and says what is in the way.
#[component]
pub fn DeleteAccountPage() -> impl IntoView {
    let id = id_param("id");
    let load = async move {
        may_manage_accounts().await?;
        Ok((get_account(id?).await?, draft_or(FormView::default()).await?))
    };
    page(load, |(account, form)| {
        let words = &words::here().accounts;
        let (id, name) = (account.summary.id, account.summary.name);
        let content = if account.workstreams.is_empty() {
            view! {
                <div class="stack">
                    <p>{words.detail.delete_text}</p>
                    <p>{(words.detail.delete_conversations)(account.open_conversation_count)}</p>
                </div>
                <ConfirmForm action={action::<DeleteAccount>()} form=&form type_name=name.clone()
                    confirm=(words.detail.delete_confirm)(&name) cancel=paths::account(id)>
                    <input type="hidden" name="id" value=id.to_string()/>
                </ConfirmForm>
            }
            .into_any()
        } else {
            let links = account.workstreams.into_iter();
            let links = links.map(|(id, name)| view! { <li><a href=paths::workstream(id)>{name}</a></li> });
            view! {
                <Banner tone=Tone::Warn><p>{words.detail.delete_blocked}</p><ul>{links.collect_view()}</ul></Banner>
            }
            .into_any()
        };
        view! {
            <PageHeader title=(words.detail.delete_title)(&name) crumbs=crumbs(words, id, &name)
                problem=form.has_errors()/>
            <ErrorSummary form=&form/>
            {content}
        }
    })
}
