//! `/styleguide`: every component in every state, for development builds and for the tests of look and access.
//! Its texts are samples, so they stand here and not in the catalogue.

mod forms;
mod lists;
mod tasks;

use leptos::prelude::*;

use self::{forms::Forms, lists::Lists, tasks::Tasks};
use super::NotFoundPage;
use crate::components::*;

/// Not found in release builds.
#[component]
pub fn StyleguidePage() -> impl IntoView {
    if cfg!(debug_assertions) { view! { <Everything/> }.into_any() } else { view! { <NotFoundPage/> }.into_any() }
}

#[component]
fn Everything() -> impl IntoView {
    let badge = view! { <Badge tone=Tone::Info label="Utkast"/> }.into_any();
    view! {
        <PageHeader title="Komponenter" crumbs=vec![Crumb::new("Oversikt", "/")] badge
            purpose="Alle byggeklosser i alle tilstander. Siden finnes bare under utvikling.">
            <LinkButton href="#" kind=ButtonKind::Quiet icon=IconName::Refresh>"Oppdater"</LinkButton>
            <LinkButton href="#" kind=ButtonKind::Primary icon=IconName::Plus>"Ny konto"</LinkButton>
        </PageHeader>
        <Signs/>
        <Forms/>
        <Lists/>
        <Tasks/>
    }
}

#[component]
fn Signs() -> impl IntoView {
    let names = ["Deaktivert", "Utkast", "Tilkoblet", "Advarsel", "Feil"];
    let badges = Tone::ALL.into_iter().zip(names).map(|(tone, label)| view! { <Badge tone label/> }).collect_view();
    let icons = IconName::ALL.into_iter().map(|name| view! { <Icon name/> }).collect_view();
    view! {
        <Card title="Knapper, merker og ikoner">
            <Buttons>
                <Button kind=ButtonKind::Primary>"Opprett kanal"</Button>
                <Button>"Lagre og lukk"</Button>
                <Button kind=ButtonKind::Quiet>"Avbryt"</Button>
                <Button kind=ButtonKind::Danger icon=IconName::Delete>"Slett køen Faktura"</Button>
                <Button small=true>"Endre"</Button>
                <IconButton icon=IconName::Edit label="Endre navn"/>
            </Buttons>
            <Buttons>{badges}</Buttons>
            <Buttons>{icons}</Buttons>
        </Card>
        <div class="stack">
            <Banner title="Google avviklet tjenesten 31. juli 2024">
                <p>"Kontoer kan settes opp og prøves mot emulatoren. "<a href="#">"Se hva du kan bruke i stedet"</a></p>
            </Banner>
            <Banner tone=Tone::Warn>"Køen har ingen medlemmer. Samtaler blir liggende til noen legges til."</Banner>
            <FlashBanner flash=Flash::done("Endringene er lagret.")/>
            <FlashBanner flash=Flash::problem("Kontoen ble ikke slettet: to arbeidsflyter bruker den.")/>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use leptos::prelude::*;

    use super::*;

    #[test]
    fn is_one_valid_page_without_inline_style() {
        let html = Owner::new_root(None).with(|| {
            let (meta, _output) = leptos_meta::ServerMetaContext::new();
            provide_context(meta);
            view! { <StyleguidePage/> }.to_html()
        });
        assert_eq!(html.matches("<h1").count(), 1);
        assert!(!html.contains(" style="));
        let mut ids: Vec<_> =
            html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect();
        let all = ids.len();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), all, "every id is there once");
    }
}
