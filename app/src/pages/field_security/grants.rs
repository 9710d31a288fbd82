//! *Configure permissions*: a row for each field, a column for each right, a box where it can be given.

use domain::field_security::{FieldRights, Grants, SecuredField};
use leptos::prelude::*;

use crate::{components::*, words};

/// A right: its word in forms, whether it is there, how to give it.
type Right = (&'static str, fn(FieldRights) -> bool, fn(&mut FieldRights));

/// The rights in the order of the columns.
pub const RIGHTS: [Right; 4] = [
    ("read", |rights| rights.read, |rights| rights.read = true),
    ("read_unmasked", |rights| rights.read_unmasked, |rights| rights.read_unmasked = true),
    ("create", |rights| rights.create, |rights| rights.create = true),
    ("update", |rights| rights.update, |rights| rights.update = true),
];

/// The name of a box.
pub fn field(secured: SecuredField, right: &str) -> String {
    format!("grants[{secured}:{right}]")
}

/// The boxes as a profile has them.
pub fn ticked(grants: &Grants) -> impl Iterator<Item = (String, String)> {
    SecuredField::ALL.iter().flat_map(|secured| {
        let rights = grants.of(*secured);
        RIGHTS.map(|(right, has, _)| (field(*secured, right), has(rights).to_string()))
    })
}

/// What can be given to each field, as boxes.
#[component]
pub fn GrantBoxes(#[prop(into)] form: FormView) -> impl IntoView {
    let words = &words::here().field_security;
    let columns =
        std::iter::once(Column::new(words.field)).chain(RIGHTS.map(|(right, ..)| Column::new((words.right)(right))));
    let rows = SecuredField::ALL.iter().map(|secured| boxes(&form, *secured)).collect_view();
    view! {
        <p class="hint">{words.grants_hint}</p>
        <DataTable caption=words.grants columns=columns.collect()>{rows}</DataTable>
    }
}

fn boxes(form: &FormView, secured: SecuredField) -> AnyView {
    let words = &words::here().field_security;
    let name = (words.field_name)(secured);
    let error = form.error(&format!("grants[{secured}]"));
    let wrong = error.is_some();
    let cells = RIGHTS.map(|(right, has, _)| {
        let label = (words.right)(right);
        let content = if has(secured.grantable()) {
            let (name_of, checked) = (field(secured, right), form.is_on(&field(secured, right)));
            let said = format!("{name}: {label}");
            view! {
                <span class="tick">
                    <input type="checkbox" id=FormView::id(&name_of) name=FormView::field(&name_of) value="true"
                        checked=checked aria-label=said/>
                </span>
            }
            .into_any()
        } else {
            let why = if secured.is_personal() { words.read_only } else { words.never_unmasked };
            view! { <span class="muted"><span aria-hidden="true">"–"</span><span class="visually-hidden">{why}</span></span> }
                .into_any()
        };
        view! { <Cell label>{content}</Cell> }
    });
    view! {
        <tr class:has-error=wrong>
            <HeadCell>
                <span id=FormView::id(&format!("grants[{secured}]")) tabindex="-1">{name}</span>
                <span class="sub"><code>{secured.as_str()}</code></span>
                {error.map(|sentence| view! { <p class="error">{sentence}</p> })}
            </HeadCell>
            {cells.into_iter().collect_view()}
        </tr>
    }
    .into_any()
}

/// What a profile gives, for those who cannot change it.
#[component]
pub fn GrantTable(grants: Grants) -> impl IntoView {
    let words = &words::here().field_security;
    let columns =
        std::iter::once(Column::new(words.field)).chain(RIGHTS.map(|(right, ..)| Column::new((words.right)(right))));
    let row = |secured: SecuredField| {
        let rights = grants.of(secured);
        let cells = RIGHTS.map(|(right, has, _)| {
            view! { <Cell label=(words.right)(right)><Allowed is=has(rights)/></Cell> }
        });
        view! {
            <tr>
                <HeadCell>
                    {(words.field_name)(secured)}<span class="sub"><code>{secured.as_str()}</code></span>
                </HeadCell>
                {cells.into_iter().collect_view()}
            </tr>
        }
    };
    let rows = SecuredField::ALL.iter().copied().map(row).collect_view();
    view! { <DataTable caption=words.grants columns=columns.collect()>{rows}</DataTable> }
}

/// Yes or no, as a word.
#[component]
pub fn Allowed(is: bool) -> impl IntoView {
    let words = &words::here().common;
    if is {
        view! { <Badge tone=Tone::Ok label=words.yes/> }.into_any()
    } else {
        view! { <span class="muted">{words.no}</span> }.into_any()
    }
}
