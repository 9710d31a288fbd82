use leptos::prelude::*;

use super::api::{DeleteHours, get_hours, may_manage_hours};
use crate::{
    components::*,
    forms::{action, draft_or},
    page::{id_param, page},
    paths, words,
};

/// Asks before a set of hours is deleted, and says which queues are in the way.
#[component]
pub fn DeleteHoursPage() -> impl IntoView {
    let id = id_param("id");
    let load = async move {
        may_manage_hours().await?;
        Ok((get_hours(id?).await?, draft_or(FormView::default()).await?))
    };
    page(load, |(detail, form)| {
        let words = &words::here().hours;
        let (id, name) = (detail.hours.id, detail.hours.name);
        let crumbs = vec![Crumb::new(words.title, paths::HOURS), Crumb::new(name.clone(), paths::hours(id))];
        let content = if detail.used_by.is_empty() {
            view! {
                <p>{words.delete_text}</p>
                <ConfirmForm action={action::<DeleteHours>()} form=&form confirm=(words.delete)(&name)
                    cancel=paths::hours(id)>
                    <input type="hidden" name="id" value=id.to_string()/>
                </ConfirmForm>
            }
            .into_any()
        } else {
            let queues = detail.used_by.into_iter();
            let links = queues.map(|(id, name)| view! { <li><a href=paths::queue_settings(id)>{name}</a></li> });
            let links = links.collect_view();
            view! { <Banner tone=Tone::Warn><p>{words.blocked}</p><ul>{links}</ul></Banner> }.into_any()
        };
        view! {
            <PageHeader title=(words.delete_title)(&name) crumbs problem=form.has_errors()/>
            <ErrorSummary form=&form/>
            {content}
        }
    })
}
