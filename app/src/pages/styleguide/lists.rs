//! Tables, facts and the states in which there is nothing to list.

use islands::AppError;
use leptos::prelude::*;

use crate::components::*;

#[component]
pub fn Lists() -> impl IntoView {
    let columns = vec![
        Column::new("Navn").sorted("?sort=name", Order::Ascending),
        Column::new("Kanal"),
        Column::new("Tilstand"),
        Column::new("Mottatt").end().sorted("?sort=-count", Order::Unsorted),
        Column::new("Sist mottatt").sorted("?sort=-last", Order::Unsorted),
        Column::new("Handlinger").unseen(),
    ];
    let states = vec![Choice::new("ok", "Tilkoblet"), Choice::new("draft", "Utkast")];
    view! {
        <section class="stack">
            <FilterBar action="/styleguide" active=true>
                <FilterText name="q" label="Søk" value=""/>
                <FilterSelect name="state" label="Tilstand" value="ok" all="Alle" choices=states/>
            </FilterBar>
            <DataTable caption="Kontoer" columns live="accounts">
                <Row name="Nordlys Kraft" tone=Tone::Ok state="Tilkoblet" count=12_345/>
                <Row name="Fjord Forsikring" tone=Tone::Neutral state="Deaktivert" count=0/>
                <Row name="Havn og Hav AS" tone=Tone::Bad state="Feil" count=87/>
            </DataTable>
            <Pager next="?after=x" range="1–50 av over 10 000"/>
            <LiveControl topic="accounts"/>
        </section>
        <div class="columns even"><Facts/><States/></div>
    }
}

#[component]
fn Row(name: &'static str, tone: Tone, state: &'static str, count: i64) -> impl IntoView {
    view! {
        <tr>
            <HeadCell><a href="#">{name}</a><span class="sub">"Partner 8f3a-22"</span></HeadCell>
            <Cell label="Kanal">"Google's Business Messages"</Cell>
            <Cell label="Tilstand"><Badge tone label=state/></Cell>
            <Cell label="Mottatt" end=true><Num value=count/></Cell>
            <Cell label="Sist mottatt"><Time at=jiff::Timestamp::constant(1_773_303_245, 0)/></Cell>
            <ActionCell><LinkButton href="#" small=true>"Endre"</LinkButton></ActionCell>
        </tr>
    }
}

#[component]
fn Facts() -> impl IntoView {
    let edit = view! { <a href="#">"Endre"</a> }.into_any();
    view! {
        <Card title="Fakta">
            <DescList>
                <Fact label="Navn" action=edit>"Nordlys Kraft"</Fact>
                <Fact label="Prosjekt"><code>"nordlys-kraft-411203"</code></Fact>
                <Fact label="Svartid"><Duration milliseconds=130_000/></Fact>
                <Fact label="Størrelse"><Bytes count=262_144/></Fact>
                <Fact label="Mottatt"><ExactTime at=jiff::Timestamp::constant(1_773_303_245, 0)/></Fact>
            </DescList>
        </Card>
    }
}

#[component]
fn States() -> impl IntoView {
    view! {
        <div class="stack">
            <EmptyState icon=IconName::Queue title="Ingen køer ennå"
                text="En kø er stedet der samtaler venter. Standardkøen finnes fra starten.">
                <LinkButton href="#" kind=ButtonKind::Primary icon=IconName::Plus>"Ny kø"</LinkButton>
            </EmptyState>
            <NoHits query="strøm" clear="/styleguide"/>
            <NoAccess permission=domain::user::Permission::ViewReceipts/>
            <Guarded/>
        </div>
    }
}

/// An error page's content, without its title, which belongs to a page of its own.
#[component]
fn Guarded() -> impl IntoView {
    view! { <ErrorState error=AppError::Internal { reference: "k3f9-27".to_owned() } part=true/> }
}
