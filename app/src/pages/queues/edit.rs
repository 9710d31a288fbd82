use domain::queue::QueueDetail;
use leptos::prelude::*;

use super::{
    QueueFields,
    api::{ChangeQueue, get_queue, may_manage_queues},
};
use crate::{
    components::*,
    forms::{action, draft_or},
    page::{id_param, page},
    paths, words,
};

/// A queue's name and priority.
#[component]
pub fn EditQueuePage() -> impl IntoView {
    let id = id_param("id");
    let load = async move {
        may_manage_queues().await?;
        let queue = get_queue(id?).await?;
        let form = draft_or(filled(&queue)).await?;
        Ok((queue, form))
    };
    page(load, |(queue, form)| {
        let words = words::here();
        let id = queue.summary.id;
        let crumbs = vec![
            Crumb::new(words.queues.title, paths::QUEUES),
            Crumb::new(queue.summary.name.clone(), paths::queue(id)),
        ];
        view! {
            <PageHeader title=(words.queues.edit_title)(&queue.summary.name) crumbs problem=form.has_errors()/>
            <ErrorSummary form=&form/>
            <form class="form" method="post" action={action::<ChangeQueue>()}>
                <input type="hidden" name="id" value=id.to_string()/>
                <HiddenInput name="version" value=form.value("version")/>
                <QueueFields form=&form name_is_fixed=queue.summary.is_default/>
                <Buttons>
                    <Button kind=ButtonKind::Primary>{words.common.save}</Button>
                    <LinkButton href=paths::queue(id) kind=ButtonKind::Quiet>{words.common.cancel}</LinkButton>
                </Buttons>
            </form>
        }
    })
}

fn filled(queue: &QueueDetail) -> FormView {
    FormView::filled([
        ("name", queue.summary.name.clone()),
        ("priority", queue.summary.priority.to_string()),
        ("version", queue.version.to_string()),
    ])
}
