use domain::{
    hours::{Day, DayAhead, Hours, HoursDetail, ranges_text},
    user::Permission,
};
use jiff::tz::TimeZone;
use leptos::prelude::*;

use super::{StandingBadge, api::get_hours};
use crate::{
    components::*,
    format,
    gate::may,
    page::{id_param, page},
    paths,
    reader::Reader,
    words,
};

/// How far the preview goes.
const DAYS: usize = 14;

/// One set of operating hours: the week, what becomes of the days ahead, and who uses it.
#[component]
pub fn HoursPage() -> impl IntoView {
    let id = id_param("id");
    let load = async move { get_hours(id?).await };
    page(load, |detail| {
        let words = &words::here().hours;
        let (id, name) = (detail.hours.id, detail.hours.name.clone());
        let delete = (words.delete)(&name);
        let badge = view! { <StandingBadge hours=detail.hours.clone()/> }.into_any();
        let hours = detail.hours.clone();
        view! {
            <PageHeader title=name crumbs=vec![Crumb::new(words.title, paths::HOURS)] badge>
                {may(Permission::ManageQueues).then(|| view! {
                    <LinkButton href=paths::edit_hours(id)>{words.edit}</LinkButton>
                    <LinkButton href=paths::delete_hours(id) kind=ButtonKind::Danger label=delete>
                        {words::here().common.delete}
                    </LinkButton>
                })}
            </PageHeader>
            <div class="columns">
                <Preview hours/>
                <Facts detail/>
            </div>
        }
    })
}

#[component]
fn Facts(detail: HoursDetail) -> impl IntoView {
    let words = &words::here().hours;
    let HoursDetail { hours, used_by, .. } = detail;
    let week = Day::ALL.iter().map(|day| {
        let ranges = hours.week.get(day).map_or_else(|| words.day_closed.to_owned(), |ranges| ranges_text(ranges));
        view! { <Fact label=(words.day)(*day)>{ranges}</Fact> }
    });
    let week = week.collect_view();
    let users = if used_by.is_empty() {
        words.used_by_nothing.into_any()
    } else {
        let links = used_by.into_iter();
        let links = links.map(|(id, name)| view! { <li><a href=paths::queue(id)>{name}</a></li> }).collect_view();
        view! { <ul>{links}</ul> }.into_any()
    };
    let holidays = if hours.holidays.is_empty() {
        words.no_holidays.into_any()
    } else {
        let lang = Reader::here().lang;
        let days = hours.holidays.into_iter().map(|day| {
            view! { <li>{format!("{} – {}", format::civil_date(day.date, lang), day.name)}</li> }
        });
        view! { <ul>{days.collect_view()}</ul> }.into_any()
    };
    view! {
        <Card title=words.facts>
            <DescList>
                <Fact label=words.used_by>{users}</Fact>
                <Fact label=words.time_zone>{hours.time_zone}</Fact>
                {week}
                <Fact label=words.holidays>{holidays}</Fact>
            </DescList>
        </Card>
    }
}

#[component]
fn Preview(hours: Hours) -> impl IntoView {
    let words = &words::here().hours;
    let (Ok(days), Ok(zone)) = (hours.days_ahead(Reader::here().now, DAYS), hours.zone()) else {
        return view! { <Banner tone=Tone::Warn><p>{words.zone_unknown}</p></Banner> }.into_any();
    };
    let columns = vec![Column::new(words.preview_day), Column::new(words.preview_open)];
    let rows = days.into_iter().map(|day| row(day, &zone)).collect_view();
    view! {
        <Card title=words.preview>
            <div class="stack">
                <p class="muted">{words.preview_text}</p>
                <DataTable caption=words.preview columns>{rows}</DataTable>
            </div>
        </Card>
    }
    .into_any()
}

fn row(day: DayAhead, zone: &TimeZone) -> impl IntoView + use<> {
    let words = &words::here().hours;
    let lang = Reader::here().lang;
    let open = if day.spans.is_empty() {
        let why =
            day.holiday.map_or_else(|| words.day_closed.to_owned(), |name| format!("{} – {name}", words.day_closed));
        view! { <span class="muted">{why}</span> }.into_any()
    } else {
        let span = |(from, to): &(jiff::Timestamp, jiff::Timestamp)| {
            let to_clock = if to.to_zoned(zone.clone()).date() > day.date {
                format::midnight(lang).to_owned()
            } else {
                format::clock(*to, zone, lang)
            };
            format!("{}–{to_clock}", format::clock(*from, zone, lang))
        };
        day.spans.iter().map(span).collect::<Vec<_>>().join(", ").into_any()
    };
    view! {
        <tr>
            <HeadCell>
                {(words.day)(Day::from(day.date.weekday()))}
                <span class="sub">{format::civil_date(day.date, lang)}</span>
            </HeadCell>
            <Cell label=words.preview_open>{open}</Cell>
        </tr>
    }
}
