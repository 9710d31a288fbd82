use domain::workstream::WorkstreamDetail;
use leptos::prelude::*;

use super::{
    api::{ChangeWorkstream, get_workstream, list_fallback_queues},
    crumbs_of, queue_choices,
};
use crate::{
    components::*,
    forms::{action, draft_or},
    page::{id_param, page},
    paths, words,
};

/// A workstream's name and fallback queue.
#[component]
pub fn EditWorkstreamPage() -> impl IntoView {
    let id = id_param("id");
    let load = async move {
        let queues = list_fallback_queues().await?;
        let workstream = get_workstream(id?).await?;
        let form = draft_or(filled(&workstream)).await?;
        Ok((workstream.summary, queues, form))
    };
    page(load, |(workstream, queues, form)| {
        let words = words::here();
        let id = workstream.id;
        view! {
            <PageHeader title=(words.workstreams.edit_title)(&workstream.name) crumbs=crumbs_of(id, &workstream.name)
                problem=form.has_errors()/>
            <ErrorSummary form=&form/>
            <form class="form" method="post" action={action::<ChangeWorkstream>()}>
                <input type="hidden" name="id" value=id.to_string()/>
                <HiddenInput name="version" value=form.value("version")/>
                <TextInput form=&form name="name" label=words.workstreams.name hint=words.workstreams.name_hint
                    autocomplete="off"/>
                <Select form=&form name="fallback_queue" label=words.workstreams.fallback_queue
                    hint=words.workstreams.fallback_hint choices=queue_choices(queues) width=Width::Medium/>
                <Buttons>
                    <Button kind=ButtonKind::Primary>{words.common.save}</Button>
                    <LinkButton href=paths::workstream(id) kind=ButtonKind::Quiet>{words.common.cancel}</LinkButton>
                </Buttons>
            </form>
        }
    })
}

fn filled(workstream: &WorkstreamDetail) -> FormView {
    FormView::filled([
        ("name", workstream.summary.name.clone()),
        ("fallback_queue", workstream.summary.fallback_queue_id.to_string()),
        ("version", workstream.version.to_string()),
    ])
}
