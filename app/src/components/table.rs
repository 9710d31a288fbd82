//! Tables of rows that become cards where there is little room, and what goes around them.

use leptos::prelude::*;

use super::{Text, given};
use crate::words;

#[derive(Clone, Debug, Default)]
pub struct Column {
    label: Text,
    end: bool,
    unseen: bool,
    sort: Option<(Text, Order)>,
}

/// How a column that can be sorted is sorted now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    Unsorted,
    Ascending,
    Descending,
}

impl Column {
    pub fn new(label: impl Into<Text>) -> Self {
        Self { label: label.into(), ..Self::default() }
    }

    /// Numbers stand at the column's end.
    #[must_use]
    pub fn end(mut self) -> Self {
        self.end = true;
        self
    }

    /// The heading is for assistive technology only, as over a column of buttons.
    #[must_use]
    pub fn unseen(mut self) -> Self {
        self.unseen = true;
        self
    }

    /// The heading is a link that sorts.
    #[must_use]
    pub fn sorted(mut self, href: impl Into<Text>, order: Order) -> Self {
        self.sort = Some((href.into(), order));
        self
    }

    fn render(self) -> impl IntoView {
        let Self { label, end, unseen, sort } = self;
        let order = sort.as_ref().map(|(_, order)| match order {
            Order::Unsorted => "none",
            Order::Ascending => "ascending",
            Order::Descending => "descending",
        });
        let heading = match sort {
            Some((href, _)) => view! { <a href=href>{label}</a> }.into_any(),
            None if unseen => view! { <span class="visually-hidden">{label}</span> }.into_any(),
            None => label.into_any(),
        };
        view! { <th scope="col" class:end=end aria-sort=order>{heading}</th> }
    }
}

/// The children are `<tr>`s of one `HeadCell` and some `Cell`s.
#[component]
pub fn DataTable(
    /// What the rows are, for assistive technology.
    #[prop(into)]
    caption: Text,
    columns: Vec<Column>,
    /// Swapped by `Live` under this name when it changes.
    #[prop(optional, into)]
    live: Text,
    children: Children,
) -> impl IntoView {
    view! {
        <div class="table-wrap" data-live=given(live)>
            <table class="table">
                <caption>{caption}</caption>
                <thead><tr>{columns.into_iter().map(Column::render).collect_view()}</tr></thead>
                <tbody>{children()}</tbody>
            </table>
        </div>
    }
}

/// The cell that names its row, usually a link.
#[component]
pub fn HeadCell(children: Children) -> impl IntoView {
    view! { <th scope="row">{children()}</th> }
}

/// A cell; its label is shown where the table has become cards.
#[component]
pub fn Cell(#[prop(into)] label: Text, #[prop(optional)] end: bool, children: Children) -> impl IntoView {
    view! { <td data-label=label class:end=end>{children()}</td> }
}

/// The cell with the row's buttons.
#[component]
pub fn ActionCell(children: Children) -> impl IntoView {
    view! { <td class="actions">{children()}</td> }
}

/// Search and filters above a list: a form whose answers end up in the address.
#[component]
pub fn FilterBar(
    #[prop(into)] action: Text,
    /// Something is filtered away, so there is something to clear.
    #[prop(optional)]
    active: bool,
    children: Children,
) -> impl IntoView {
    let words = &words::here().common;
    let clear = active.then(|| view! { <a class="button quiet" href=action.clone()>{words.clear_filters}</a> });
    view! {
        <form class="filters" method="get" action=action role="search">
            {children()}
            <button class="button" type="submit">{words.filter}</button>
            {clear}
        </form>
    }
}

/// A filter's field: its name goes into the address as it is.
#[component]
pub fn FilterField(#[prop(into)] name: Text, #[prop(into)] label: Text, children: Children) -> impl IntoView {
    view! { <div class="field"><label class="label" for=format!("filter-{name}")>{label}</label>{children()}</div> }
}

/// Free text to filter by.
#[component]
pub fn FilterText(#[prop(into)] name: Text, #[prop(into)] label: Text, #[prop(into)] value: Text) -> impl IntoView {
    view! {
        <FilterField name=name.clone() label>
            <input class="control" type="search" id=format!("filter-{name}") name=name value=value/>
        </FilterField>
    }
}

/// One of a few values to filter by; the empty one filters nothing.
#[component]
pub fn FilterSelect(
    #[prop(into)] name: Text,
    #[prop(into)] label: Text,
    #[prop(into)] value: Text,
    /// What the empty answer is called (“All”).
    #[prop(into)]
    all: Text,
    choices: Vec<super::Choice>,
) -> impl IntoView {
    view! {
        <FilterField name=name.clone() label>
            <select class="control" id=format!("filter-{name}") name=name>
                <option value="">{all}</option>
                {choices.into_iter().map(|choice| {
                    let selected = choice.value == value;
                    view! { <option value=choice.value selected=selected>{choice.label}</option> }
                }).collect_view()}
            </select>
        </FilterField>
    }
}

/// Previous and next; an empty address means there is none.
#[component]
pub fn Pager(
    #[prop(optional, into)] previous: Text,
    #[prop(optional, into)] next: Text,
    /// What is shown, such as “1–50 of over 10,000”.
    #[prop(optional, into)]
    range: Text,
) -> impl IntoView {
    let words = &words::here().common;
    (!(previous.is_empty() && next.is_empty())).then(|| {
        view! {
            <nav class="pager" aria-label=words.pages>
                <span>{range}</span>
                {given(previous).map(|href| view! { <a class="button" rel="prev" href=href>{words.previous_page}</a> })}
                {given(next).map(|href| view! { <a class="button" rel="next" href=href>{words.next_page}</a> })}
            </nav>
        }
    })
}
