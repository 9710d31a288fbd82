//! Writes the style guide and two sample pages as plain files, to look at without a server:
//! `cargo run -p app --example styleguide -- FOLDER CSS [JS WASM]`. With the library's two files the islands live.

use app::{
    components::*,
    layout::{Assets, Environment, Frame, FrameActions, NavGroup, NavItem, Person, Shell, shell},
    pages::styleguide::StyleguidePage,
    reader::Reader,
};
use domain::{lang::Lang, user::Theme};
use jiff::{Timestamp, tz::TimeZone};
use leptos::prelude::*;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(folder), Some(css)) = (arguments.next(), arguments.next()) else {
        return Err("give a folder and the style sheet".into());
    };
    let (js, wasm) = (arguments.next().unwrap_or_default(), arguments.next().unwrap_or_default());
    let assets = Assets { css, js, wasm, ..Assets::default() };
    for theme in [Theme::Light, Theme::Dark] {
        let pages: [(&str, Page); 3] = [
            ("styleguide", || view! { <StyleguidePage/> }.into_any()),
            ("empty", || view! { <EmptyPage/> }.into_any()),
            ("sign-in", || view! { <SignInPage/> }.into_any()),
        ];
        for (name, page) in pages {
            let html = render(theme, &assets, name != "sign-in", page);
            std::fs::write(format!("{folder}/{name}-{}.html", theme.as_str()), html)?;
        }
    }
    Ok(())
}

type Page = fn() -> AnyView;

fn render(theme: Theme, assets: &Assets, signed_in: bool, page: Page) -> String {
    Owner::new_root(None).with(|| {
        let zone = TimeZone::get("Europe/Oslo").unwrap_or(TimeZone::UTC);
        provide_context(Reader { lang: Lang::Nb, zone, now: Timestamp::constant(1_773_303_600, 0) });
        provide_context(theme);
        provide_context(assets.clone());
        let (meta, _output) = leptos_meta::ServerMetaContext::new();
        provide_context(meta);
        leptos_meta::provide_meta_context();
        let frame = frame(theme, signed_in);
        let html = shell(move || view! { <Shell frame>{page()}</Shell> }.into_any()).to_html();
        if assets.js.is_empty() {
            return html;
        }
        let script = islands::loader(&assets.js, &assets.wasm);
        html.replace("</body>", &format!("<script type=\"module\">{script}</script></body>"))
    })
}

fn frame(theme: Theme, signed_in: bool) -> Frame {
    let groups = vec![
        NavGroup::new("", vec![NavItem::new("Oversikt", "/", IconName::Home)]),
        NavGroup::new(
            "Drift",
            vec![
                NavItem::new("Samtaler", "/conversations", IconName::Conversation),
                NavItem { count: Some(3), ..NavItem::new("Kvitteringer", "/receipts", IconName::Receipt) },
            ],
        ),
        NavGroup::new(
            "Kundestøtte",
            vec![
                NavItem::new("Kanaler", "/channels", IconName::Channel),
                NavItem::new("Kontoer og kanaler", "/accounts", IconName::Account),
                NavItem::new("Arbeidsflyter", "/workstreams", IconName::Workstream),
                NavItem::new("Køer", "/queues", IconName::Queue),
            ],
        ),
        NavGroup::new("Tilgang", vec![NavItem::new("Brukere", "/users", IconName::Users)]),
    ];
    Frame {
        lang: Lang::Nb,
        theme,
        person: signed_in.then(|| Person { name: "Kari Nordmann".into(), email: "kari@example.no".into() }),
        path: "/queues".into(),
        navigation: groups,
        environment: Environment::Test,
        flash: None,
        actions: FrameActions { language: "/api/me/language", theme: "/api/me/theme", sign_out: "/api/sign-out" },
        help: "Køer er steder der samtaler venter på en medarbeider.",
    }
}

#[component]
fn EmptyPage() -> impl IntoView {
    view! {
        <PageHeader title="Køer" crumbs=vec![Crumb::new("Kundestøtte", "#")] purpose="Her venter samtaler til noen tar dem."/>
        <EmptyState icon=IconName::Queue title="Ingen køer ennå"
            text="En kø er et ordnet sted der samtaler venter, med medlemmer som svarer.">
            <LinkButton href="#" kind=ButtonKind::Primary icon=IconName::Plus>"Ny kø"</LinkButton>
        </EmptyState>
    }
}

#[component]
fn SignInPage() -> impl IntoView {
    let form = FormView::default();
    view! {
        <PageHeader title="Logg inn"/>
        <Card>
            <form class="form" method="post" action="#">
                <TextInput form=&form name="email" label="E-post" kind="email" autocomplete="username"/>
                <PasswordInput form=&form name="password" label="Passord" autocomplete="current-password"/>
                <Buttons><Button kind=ButtonKind::Primary>"Logg inn"</Button></Buttons>
            </form>
        </Card>
    }
}
