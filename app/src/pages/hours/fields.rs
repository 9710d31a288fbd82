use domain::hours::Day;
use leptos::prelude::*;

use super::form::{ADD, FILL, REMOVE, day_field, row_count, row_fields};
use crate::{components::*, words};

/// The fields of a set of hours, for making and for changing one.
#[component]
pub fn HoursFields(#[prop(into)] form: FormView) -> impl IntoView {
    let words = &words::here().hours;
    let zones = jiff::tz::db().available().map(|zone| zone.to_string()).filter(|zone| zone.contains('/'));
    let zones = zones.map(|value| view! { <option value=value></option> }).collect_view();
    let days = Day::ALL.iter().map(|day| {
        view! {
            <TextInput form=&form name=day_field(*day) label=(words.day)(*day) optional=true width=Width::Medium
                autocomplete="off"/>
        }
    });
    let days = days.collect_view();
    view! {
        // Enter saves, whichever button comes first below.
        <button class="visually-hidden" type="submit" tabindex="-1" aria-hidden="true">{words::here().common.save}</button>
        <TextInput form=&form name="name" label=words.name hint=words.name_hint autocomplete="off"/>
        <TextInput form=&form name="time_zone" label=words.time_zone hint=words.time_zone_hint width=Width::Medium
            autocomplete="off" list="time-zones"/>
        <datalist id="time-zones">{zones}</datalist>
        <fieldset class="group">
            <legend>{words.week}</legend>
            <p class="hint">{words.week_hint}</p>
            <div class="week">{days}</div>
        </fieldset>
        <Holidays form/>
    }
}

#[component]
fn Holidays(form: FormView) -> impl IntoView {
    let words = &words::here().hours;
    let (add, fill) = (FormView::field("act"), FormView::field("act"));
    let count = row_count(&form);
    let saved = form.theirs.get("rows").map(|count| view! { <p class="theirs">{(words.rows_saved)(count)}</p> });
    let rows = (0..count).map(|index| view! { <HolidayRow form=&form index/> }).collect_view();
    let list = if count == 0 {
        view! { <p class="muted">{words.no_holidays}</p> }.into_any()
    } else {
        view! { <ul class="holidays">{rows}</ul> }.into_any()
    };
    view! {
        <fieldset class="group" id="holidays">
            <legend>{words.holidays}</legend>
            <p class="hint">{words.holidays_hint}</p>
            {saved}
            {list}
            <Buttons>
                <Button name=add value=ADD small=true icon=IconName::Plus>{words.add_holiday}</Button>
            </Buttons>
            <TextInput form=&form name="year" label=words.year hint=words.year_hint width=Width::Short
                inputmode="numeric" autocomplete="off"/>
            <Buttons><Button name=fill value=FILL small=true>{words.fill_in}</Button></Buttons>
        </fieldset>
    }
}

#[component]
fn HolidayRow(#[prop(into)] form: FormView, index: usize) -> impl IntoView {
    let all = words::here();
    let words = &all.hours;
    let [date, name] = row_fields(index);
    let called = [form.value(&name), form.value(&date)].into_iter().find(|text| !text.is_empty()).unwrap_or_default();
    view! {
        <li>
            <TextInput form=&form name=date label=words.date kind="date" autocomplete="off"/>
            <TextInput form=&form name=name label=words.holiday autocomplete="off"/>
            <Button kind=ButtonKind::Quiet small=true name=FormView::field("act") value=format!("{REMOVE}{index}")
                label=(words.remove_holiday)(&called)>
                {all.common.remove}
            </Button>
        </li>
    }
}
