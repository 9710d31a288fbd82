use domain::workstream::WorkstreamDetail;
use leptos::prelude::*;

use super::{
    api::{DeleteWorkstream, get_deletable_workstream},
    crumbs_of,
};
use crate::{
    components::*,
    forms::{action, draft_or},
    page::{id_param, page},
    paths, words,
};

/// Asks before a workstream is deleted, and says what is in the way.
#[component]
pub fn DeleteWorkstreamPage() -> impl IntoView {
    let id = id_param("id");
    let load = async move { Ok((get_deletable_workstream(id?).await?, draft_or(FormView::default()).await?)) };
    page(load, |(workstream, form)| {
        let words = &words::here().workstreams;
        let summary = &workstream.summary;
        let (title, crumbs) = ((words.delete_title)(&summary.name), crumbs_of(summary.id, &summary.name));
        let problem = form.has_errors();
        let summary = view! { <ErrorSummary form=&form/> };
        let content = if workstream.channels.is_empty() {
            view! { <Confirm workstream form/> }.into_any()
        } else {
            view! { <Blocked workstream/> }.into_any()
        };
        view! {
            <PageHeader title crumbs problem/>
            {summary}
            {content}
        }
    })
}

#[component]
fn Blocked(workstream: WorkstreamDetail) -> impl IntoView {
    let words = &words::here().workstreams;
    let id = workstream.summary.id;
    let links = workstream
        .channels
        .into_iter()
        .map(
            |channel| view! { <li><a href=paths::remove_channel(id, channel.id)>{channel.agent_account_name}</a></li> },
        )
        .collect_view();
    view! { <Banner tone=Tone::Warn title=words.blocked><p>{words.blocked_text}</p><ul>{links}</ul></Banner> }
}

#[component]
fn Confirm(workstream: WorkstreamDetail, form: FormView) -> impl IntoView {
    let words = &words::here().workstreams;
    let count = workstream.conversation_count;
    let name = workstream.summary.name;
    let type_name = if count > 0 { name.clone() } else { String::new() };
    view! {
        <p>{words.delete_text}</p>
        {(count > 0).then(|| view! { <p>{(words.delete_keeps)(count)}</p> })}
        <ConfirmForm action={action::<DeleteWorkstream>()} form=&form type_name confirm=(words.delete)(&name)
            cancel=paths::workstream(workstream.summary.id)>
            <input type="hidden" name="id" value=workstream.summary.id.to_string()/>
        </ConfirmForm>
    }
}
