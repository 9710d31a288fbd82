use domain::audit::{Export, ExportFormat, ExportState};
use leptos::prelude::*;

use super::{
    api::{ExportAudit, list_exports},
    filters::Filters,
};
use crate::{
    components::*,
    forms::{action, draft_or},
    page::page,
    paths, words,
};

/// Asking for a file of the log, and the files that were asked for.
#[component]
pub fn ExportAuditPage() -> impl IntoView {
    let filters = Filters::here();
    let load = async move {
        let given = FormView::filled(filters.named()).with("format", ExportFormat::Csv.as_str());
        Ok((list_exports().await?, draft_or(given).await?))
    };
    page(load, |(exports, form)| {
        let words = &words::here().audit;
        view! {
            <PageHeader title=words.export_title purpose=words.export_purpose
                crumbs=vec![Crumb::new(words.title, paths::AUDIT)] problem=form.has_errors()/>
            <ErrorSummary form=&form/>
            <Card title=words.new_export><ExportFields form/></Card>
            <Card title=words.exports><Exports exports/></Card>
        }
    })
}

#[component]
fn ExportFields(form: FormView) -> impl IntoView {
    let words = &words::here().audit;
    let filters = ["from", "to", "who", "action", "subject", "id", "result"];
    let given = filters.iter().map(|name| (*name, form.value(name))).filter(|(_, value)| !value.is_empty());
    let given: Vec<_> = given.collect();
    let scope = if given.is_empty() { words.export_all } else { words.export_filtered };
    let hidden = given.into_iter().map(|(name, value)| view! { <HiddenInput name value/> }).collect_view();
    let choices =
        vec![Choice::new(ExportFormat::Csv.as_str(), words.csv), Choice::new(ExportFormat::Json.as_str(), words.json)];
    view! {
        <form method="post" action={action::<ExportAudit>()}>
            {hidden}
            <p>{scope}</p>
            <Select form=&form name="format" label=words.format choices no_empty=true/>
            <Button kind=ButtonKind::Primary>{words.ask_export}</Button>
        </form>
    }
}

#[component]
fn Exports(exports: Vec<Export>) -> impl IntoView {
    let words = &words::here().audit;
    if exports.is_empty() {
        return view! { <p>{words.no_exports}</p> }.into_any();
    }
    let columns = vec![
        Column::new(words.asked_at),
        Column::new(words.format),
        Column::new(words.state),
        Column::new(words.entries).end(),
        Column::new(words.gone_at),
    ];
    let rows = exports.into_iter().map(|export| {
        let format = if export.format == ExportFormat::Csv { words.csv } else { words.json };
        let state = match export.state {
            ExportState::Waiting => view! { <a href=paths::EXPORT_AUDIT>{words.being_written}</a> }.into_any(),
            ExportState::Failed => view! { <Badge tone=Tone::Bad label=words.not_written/> }.into_any(),
            ExportState::Ready => view! { <a href=paths::audit_file(export.id) download>{words.fetch}</a> }.into_any(),
        };
        view! {
            <tr>
                <HeadCell><ExactTime at=export.requested_at/></HeadCell>
                <Cell label=words.format>{format}</Cell>
                <Cell label=words.state>{state}</Cell>
                <Cell label=words.entries end=true><Num value=export.entry_count/></Cell>
                <Cell label=words.gone_at><ExactTime at=export.expires_at/></Cell>
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! { <DataTable caption=words.exports columns>{rows}</DataTable> }.into_any()
}
