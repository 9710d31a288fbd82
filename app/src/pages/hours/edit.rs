use leptos::prelude::*;

use super::{
    api::{ChangeHours, get_hours, may_manage_hours},
    fields::HoursFields,
    form::filled,
};
use crate::{
    components::*,
    forms::{action, draft_or},
    page::{id_param, page},
    paths,
    reader::Reader,
    words,
};

/// Everything about a set of operating hours.
#[component]
pub fn EditHoursPage() -> impl IntoView {
    let id = id_param("id");
    let load = async move {
        may_manage_hours().await?;
        let detail = get_hours(id?).await?;
        let reader = Reader::here();
        let year = reader.now.to_zoned(reader.zone.clone()).year();
        let form = draft_or(filled(&detail, year)).await?;
        Ok((detail, form))
    };
    page(load, |(detail, form)| {
        let words = words::here();
        let (id, name) = (detail.hours.id, detail.hours.name);
        let crumbs = vec![Crumb::new(words.hours.title, paths::HOURS), Crumb::new(name.clone(), paths::hours(id))];
        view! {
            <PageHeader title=(words.hours.edit_title)(&name) crumbs problem=form.has_errors()/>
            <ErrorSummary form=&form/>
            <form class="form" method="post" action={action::<ChangeHours>()}>
                <input type="hidden" name="id" value=id.to_string()/>
                <HiddenInput name="version" value=form.value("version")/>
                <HoursFields form=&form/>
                <Buttons>
                    <Button kind=ButtonKind::Primary>{words.common.save}</Button>
                    <LinkButton href=paths::hours(id) kind=ButtonKind::Quiet>{words.common.cancel}</LinkButton>
                </Buttons>
            </form>
        }
    })
}
