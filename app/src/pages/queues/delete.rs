use std::collections::BTreeMap;

use leptos::prelude::*;

use super::api::{DeleteQueue, get_queue, may_manage_queues, settings::get_queue_setup};
use crate::{
    components::*,
    forms::{action, draft_or},
    page::{id_param, page},
    paths, words,
};

/// Asks before a queue is deleted, and says what is in the way.
#[component]
pub fn DeleteQueuePage() -> impl IntoView {
    let id = id_param("id");
    let load = async move {
        may_manage_queues().await?;
        let id = id?;
        Ok((get_queue(id).await?, get_queue_setup(id).await?, draft_or(FormView::default()).await?))
    };
    page(load, |(queue, setup, form)| {
        let words = &words::here().queues;
        let id = queue.summary.id;
        let crumbs =
            vec![Crumb::new(words.title, paths::QUEUES), Crumb::new(queue.summary.name.clone(), paths::queue(id))];
        let workstreams = queue.fallback_of.into_iter();
        let rules = setup.rules.into_iter().map(|used| (used.workstream_id, used.workstream));
        let users: BTreeMap<String, String> = workstreams
            .chain(rules)
            .map(|(id, name)| (paths::workstream(id), name))
            .chain(setup.overflow_of.into_iter().map(|(id, name)| (paths::queue_settings(id), name)))
            .collect();
        let content = if users.is_empty() {
            view! {
                <p>{words.delete_text}</p>
                <ConfirmForm action={action::<DeleteQueue>()} form=&form
                    confirm=(words.delete)(&queue.summary.name) cancel=paths::queue(id)>
                    <input type="hidden" name="id" value=id.to_string()/>
                </ConfirmForm>
            }
            .into_any()
        } else {
            let links = users.into_iter().map(|(href, name)| view! { <li><a href=href>{name}</a></li> }).collect_view();
            view! { <Banner tone=Tone::Warn><p>{words.blocked}</p><ul>{links}</ul></Banner> }.into_any()
        };
        view! {
            <PageHeader title=(words.delete_title)(&queue.summary.name) crumbs problem=form.has_errors()/>
            <ErrorSummary form=&form/>
            {content}
        }
    })
}
