use leptos::prelude::*;

use crate::{
    components::*,
    forms::{action, draft_or},
    page::{id_param, page},
    pages::workstreams::{
        api::{
            channels::{RemoveChannel, get_channel},
            get_workstream,
        },
        crumbs_of,
    },
    paths, words,
};

/// Asks before a channel is removed, and says what stops.
#[component]
pub fn RemoveChannelPage() -> impl IntoView {
    let (workstream, channel) = (id_param("id"), id_param("channel"));
    let load = async move {
        let workstream = workstream?;
        let channel = get_channel(workstream, channel?).await?;
        let workstream = get_workstream(workstream).await?.summary;
        Ok((workstream, channel, draft_or(FormView::default()).await?))
    };
    page(load, |(workstream, channel, form)| {
        let words = &words::here().channels.removal;
        let effects = words.effects.into_iter().map(|effect| view! { <li>{effect}</li> }).collect_view();
        view! {
            <PageHeader title=(words.title)(&channel.agent_account_name)
                crumbs=crumbs_of(workstream.id, &workstream.name) problem=form.has_errors()/>
            <ErrorSummary form=&form/>
            <Banner tone=Tone::Warn title=words.what_stops><ul>{effects}</ul></Banner>
            <ConfirmForm action={action::<RemoveChannel>()} form=&form
                confirm=(words.remove)(&channel.agent_account_name) cancel=paths::workstream(workstream.id)>
                <input type="hidden" name="id" value=channel.id.to_string()/>
            </ConfirmForm>
        }
    })
}
