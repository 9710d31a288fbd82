use leptos::prelude::*;

use super::api::{WithdrawAcknowledgement, may_acknowledge};
use crate::{
    components::*,
    forms::{action, draft_or},
    page::{id_param, page},
    pages::accounts::api::get_account,
    paths, words,
};

/// Asks before an acknowledgement is withdrawn, and says what stops.
#[component]
pub fn WithdrawPage() -> impl IntoView {
    let id = id_param("id");
    let load = async move { Ok((get_account(id?).await?, draft_or(FormView::default()).await?)) };
    page(load, |(account, form)| {
        let words = words::here();
        let privacy = &words.privacy;
        let (id, name) = (account.summary.id, account.summary.name);
        let crumbs = vec![
            Crumb::new(privacy.title, paths::PRIVACY),
            Crumb::new((privacy.acknowledge_title)(&name), paths::acknowledgement(id)),
        ];
        let is_there = account.acknowledgement.is_some_and(|last| last.withdrawn_at.is_none());
        let content = if !may_acknowledge() {
            view! { <Banner tone=Tone::Warn><p>{privacy.may_not_acknowledge}</p></Banner> }.into_any()
        } else if is_there {
            let stops = privacy.withdraw_stops_list.map(|text| view! { <li>{text}</li> }).into_iter().collect_view();
            view! {
                <Banner tone=Tone::Warn title=privacy.withdraw_stops><ul>{stops}</ul></Banner>
                <ConfirmForm action={action::<WithdrawAcknowledgement>()} form=&form
                    confirm=(privacy.withdraw_confirm)(&name) cancel=paths::acknowledgement(id)>
                    <input type="hidden" name="id" value=id.to_string()/>
                </ConfirmForm>
            }
            .into_any()
        } else {
            view! { <Banner><p>{words.faults.not_acknowledged}</p></Banner> }.into_any()
        };
        view! {
            <PageHeader title=(privacy.withdraw_title)(&name) crumbs problem=form.has_errors()/>
            <ErrorSummary form=&form/>
            {content}
        }
    })
}
