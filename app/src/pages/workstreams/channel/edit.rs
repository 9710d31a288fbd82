use leptos::prelude::*;

use super::fields::{Language, UserFeatures, with_features};
use crate::{
    components::*,
    forms::{action, draft_or},
    page::{id_param, page},
    pages::workstreams::{
        api::{
            channels::{ChangeChannel, Features, get_channel},
            get_workstream,
        },
        crumbs_of,
    },
    paths, words,
};

/// A channel's language and user features. Another agent account is another channel.
#[component]
pub fn EditChannelPage() -> impl IntoView {
    let (workstream, channel) = (id_param("id"), id_param("channel"));
    let load = async move {
        let workstream = workstream?;
        let channel = get_channel(workstream, channel?).await?;
        let features = Features {
            from_customers: channel.attachments_from_customers,
            from_agents: channel.attachments_from_agents,
        };
        let filled =
            FormView::default().with("language", channel.language.clone()).with("version", channel.version.to_string());
        let mut form = draft_or(with_features(filled, Some(features))).await?;
        if !features.has_attachments() {
            // What the form proposes is not what is saved.
            form.theirs.retain(|name, _| !matches!(name.as_str(), "from_customers" | "from_agents"));
        }
        Ok((get_workstream(workstream).await?.summary, channel, form))
    };
    page(load, |(workstream, channel, form)| {
        let words = words::here();
        view! {
            <PageHeader title=(words.channels.edit_title)(&channel.agent_account_name)
                crumbs=crumbs_of(workstream.id, &workstream.name) problem=form.has_errors()/>
            <ErrorSummary form=&form/>
            <form class="form" method="post" action={action::<ChangeChannel>()}>
                <input type="hidden" name="id" value=channel.id.to_string()/>
                <HiddenInput name="version" value=form.value("version")/>
                <Language form=&form/>
                <UserFeatures form=&form/>
                <Buttons>
                    <Button kind=ButtonKind::Primary>{words.common.save}</Button>
                    <LinkButton href=paths::workstream(workstream.id) kind=ButtonKind::Quiet>
                        {words.common.cancel}
                    </LinkButton>
                </Buttons>
            </form>
        }
    })
}
