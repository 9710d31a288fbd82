use domain::{
    field_security::{SecretSlot, SecuredField},
    secret::{EarlierToken, SecretLife, TokenUse},
};
use leptos::prelude::*;

use super::{
    api::{RemindOfSecret, TestKeyFile, get_secret},
    crumbs, field_name, owner_name,
};
use crate::{
    components::*,
    format,
    forms::{action, draft_or},
    page::{id_param, page, query},
    pages::accounts::{KeyFileState, TokenState},
    paths,
    reader::Reader,
    words,
};

/// One secret: its mask, its use, earlier tokens, and what may be done.
#[component]
pub fn SecretPage() -> impl IntoView {
    let (field, id) = (id_param("field"), id_param("id"));
    let tested = query("tested");
    let load = async move {
        let life = get_secret(field?, id?).await?;
        let day = life.expires_on.map(|day| day.to_string()).unwrap_or_default();
        let form = draft_or(FormView::filled([("expires_on", day)])).await?;
        Ok((life, form))
    };
    page(load, move |(life, form)| {
        let title = (words::here().secrets.title)(field_name(life.field), owner_name(&life));
        let actions = view! { <Actions life=life.clone()/> };
        view! {
            <PageHeader title crumbs=crumbs(&life) problem=form.has_errors()>{actions}</PageHeader>
            <ErrorSummary form=&form/>
            <Reminded life=life.clone()/>
            <PresentCard life=life.clone()/>
            <TestCard life=life.clone() tested/>
            <EarlierCard life=life.clone()/>
            <ReminderCard life form/>
        }
    })
}

#[component]
fn Actions(life: SecretLife) -> impl IntoView {
    let words = &words::here().secrets;
    let (field, id, is_token) = (life.field, life.entity_id, is_token(life.field));
    let believed = life.earlier.iter().any(|token| token.is_believed(life.at));
    let reveal = life.may_reveal.then(|| {
        view! { <LinkButton href=paths::reveal_secret(field, id)>{words.reveal}</LinkButton> }
    });
    let rotate = (life.may_act && is_token).then(|| {
        view! { <LinkButton href=paths::rotate_secret(field, id) kind=ButtonKind::Primary>{words.rotate}</LinkButton> }
    });
    let retire = (life.may_act && believed).then(|| {
        view! { <LinkButton href=paths::retire_secret(field, id)>{words.retire}</LinkButton> }
    });
    let kill = life.may_act.then(|| {
        view! { <LinkButton href=paths::kill_secret(field, id) kind=ButtonKind::Danger>{words.kill}</LinkButton> }
    });
    view! { {rotate}{retire}{reveal}{kill} }
}

fn is_token(field: SecuredField) -> bool {
    field != SecuredField::AccountServiceAccount
}

/// Says that the day of the reminder is near, or over.
#[component]
fn Reminded(life: SecretLife) -> impl IntoView {
    let reader = Reader::here();
    let words = &reader.words().secrets;
    let today = life.at.to_zoned(jiff::tz::TimeZone::UTC).date();
    life.expires_on.and_then(|day| {
        let when = format::civil_date(day, reader.lang);
        let days_left = today.until(day).map_or(0, |span| span.get_days());
        if day < today {
            Some(view! { <Banner tone=Tone::Warn><p>{(words.expired)(&when)}</p></Banner> }.into_any())
        } else if i64::from(days_left) <= domain::secret::REMINDER_DAYS {
            Some(view! { <Banner><p>{(words.expires)(&when)}</p></Banner> }.into_any())
        } else {
            None
        }
    })
}

#[component]
fn PresentCard(life: SecretLife) -> impl IntoView {
    let words = &words::here().secrets;
    let is_token = is_token(life.field);
    let state = if is_token {
        view! { <TokenState secret=life.slot.clone()/> }.into_any()
    } else {
        view! { <KeyFileState secret=life.slot.clone()/> }.into_any()
    };
    let is_known = matches!(life.slot, SecretSlot::Masked { .. });
    let used = (is_token && is_known).then(|| {
        view! { <DescList><Fact label=words.used><Used used=life.used/></Fact></DescList> }
    });
    view! { <Card title=words.present>{state}{used}</Card> }
}

/// When a token last proved something, and how often.
#[component]
fn Used(used: Option<TokenUse>) -> impl IntoView {
    let words = &words::here().secrets;
    match used {
        None => words.never_used.into_any(),
        Some(used) => {
            view! { <Time at=used.last_used_at/><p class="hint">{(words.used_times)(used.count)}</p> }.into_any()
        }
    }
}

/// Tells whether a credential works: a key file is tried, a token has proved something or has not.
#[component]
fn TestCard(life: SecretLife, tested: String) -> impl IntoView {
    let reader = Reader::here();
    let words = &reader.words().secrets;
    if !matches!(life.slot, SecretSlot::Masked { .. }) {
        return ().into_any();
    }
    if is_token(life.field) {
        let text = match life.used {
            Some(used) => {
                let when = format::ago(used.last_used_at, reader.now, reader.lang);
                let full = || format::date_time(used.last_used_at, &reader.zone, reader.lang);
                (words.test_token_used)(&when.unwrap_or_else(full))
            }
            None => words.test_token_never.to_owned(),
        };
        return view! { <Card title=words.test><p>{text}</p></Card> }.into_any();
    }
    let result = (!tested.is_empty()).then(|| {
        let tone = if tested == "ok" { Tone::Ok } else { Tone::Bad };
        view! { <Banner tone title=words.test_done><p>{words.test_result(&tested)}</p></Banner> }
    });
    view! {
        <Card title=words.test>
            {result}
            <p>{words.test_text}</p>
            <form method="post" action={action::<TestKeyFile>()}>
                <input type="hidden" name="id" value=life.entity_id.to_string()/>
                <Buttons><Button>{words.test_file}</Button></Buttons>
            </form>
        </Card>
    }
    .into_any()
}

#[component]
fn EarlierCard(life: SecretLife) -> impl IntoView {
    let words = &words::here().secrets;
    if !is_token(life.field) || matches!(life.slot, SecretSlot::Hidden { .. }) {
        return ().into_any();
    }
    if life.earlier.is_empty() {
        return view! { <Card title=words.earlier><p class="muted">{words.earlier_none}</p></Card> }.into_any();
    }
    let columns =
        vec![Column::new(words.token), Column::new(words.set), Column::new(words.used), Column::new(words.ending)];
    let at = life.at;
    let rows = life.earlier.into_iter().map(|token| earlier_row(token, at)).collect_view();
    view! {
        <Card title=words.earlier flush=true><DataTable caption=words.earlier columns>{rows}</DataTable></Card>
    }
    .into_any()
}

fn earlier_row(token: EarlierToken, at: jiff::Timestamp) -> impl IntoView {
    let reader = Reader::here();
    let words = &reader.words().secrets;
    let moment = |at| format::date_time(at, &reader.zone, reader.lang);
    let set = (words.set_by)(&token.set_by, &moment(token.set_at));
    let ending = match (token.is_believed(at), token.works_until, token.retired_at) {
        (true, Some(end), _) => (words.works_until)(&moment(end)),
        (true, None, _) => words.works_until_retired.to_owned(),
        (false, end, retired) => (words.retired)(&moment(retired.or(end).unwrap_or(at))),
    };
    view! {
        <tr>
            <HeadCell><code>"•••• "{token.hint.unwrap_or_default()}</code></HeadCell>
            <Cell label=words.set>{set}</Cell>
            <Cell label=words.used><Used used=token.used/></Cell>
            <Cell label=words.ending>{ending}</Cell>
        </tr>
    }
}

#[component]
fn ReminderCard(life: SecretLife, form: FormView) -> impl IntoView {
    let words = &words::here().secrets;
    let version = life.version.filter(|_| life.may_act);
    version.map(|version| {
        view! {
            <Card title=words.reminder>
                <form class="form" method="post" action={action::<RemindOfSecret>()}>
                    <HiddenInput name="field" value=life.field.to_string()/>
                    <HiddenInput name="id" value=life.entity_id.to_string()/>
                    <HiddenInput name="version" value=version.to_string()/>
                    <TextInput form=&form name="expires_on" label=words.expires_on hint=words.expires_on_hint kind="date"
                        optional=true width=Width::Short/>
                    <Buttons><Button>{words.save_reminder}</Button></Buttons>
                </form>
            </Card>
        }
    })
}
