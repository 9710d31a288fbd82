use leptos::prelude::*;

use super::{
    api::{CreateHours, may_manage_hours},
    fields::HoursFields,
    form::suggested,
};
use crate::{
    components::*,
    forms::{action, draft_or},
    page::page,
    paths,
    reader::Reader,
    words,
};

/// A set of operating hours to make.
#[component]
pub fn NewHoursPage() -> impl IntoView {
    let load = async {
        may_manage_hours().await?;
        let reader = Reader::here();
        let year = reader.now.to_zoned(reader.zone.clone()).year();
        draft_or(suggested(reader.zone.iana_name().unwrap_or("Europe/Oslo"), year)).await
    };
    page(load, |form| {
        let words = words::here();
        view! {
            <PageHeader title=words.hours.new crumbs=vec![Crumb::new(words.hours.title, paths::HOURS)]
                problem=form.has_errors()/>
            <ErrorSummary form=&form/>
            <form class="form" method="post" action={action::<CreateHours>()}>
                <HoursFields form=&form/>
                <Buttons>
                    <Button kind=ButtonKind::Primary>{words.hours.create}</Button>
                    <LinkButton href=paths::HOURS kind=ButtonKind::Quiet>{words.common.cancel}</LinkButton>
                </Buttons>
            </form>
        }
    })
}
