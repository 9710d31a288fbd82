use leptos::prelude::*;

use super::{
    QueueFields,
    api::{CreateQueue, may_manage_queues},
};
use crate::{
    components::*,
    forms::{action, draft_or},
    page::page,
    paths, words,
};

/// A queue to create.
#[component]
pub fn NewQueuePage() -> impl IntoView {
    let load = async {
        may_manage_queues().await?;
        draft_or(FormView::default()).await
    };
    page(load, |form| {
        let words = words::here();
        view! {
            <PageHeader title=words.queues.new crumbs=vec![Crumb::new(words.queues.title, paths::QUEUES)]
                problem=form.has_errors()/>
            <ErrorSummary form=&form/>
            <form class="form" method="post" action={action::<CreateQueue>()}>
                <QueueFields form=&form/>
                <Buttons>
                    <Button kind=ButtonKind::Primary>{words.queues.create}</Button>
                    <LinkButton href=paths::QUEUES kind=ButtonKind::Quiet>{words.common.cancel}</LinkButton>
                </Buttons>
            </form>
        }
    })
}
