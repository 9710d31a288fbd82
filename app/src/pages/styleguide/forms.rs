//! Forms, fresh and refused.

use leptos::prelude::*;

use crate::components::*;

#[component]
pub fn Forms() -> impl IntoView {
    let form = FormView::filled([("kind", "push"), ("priority", "100"), ("attach", "true"), ("queue", "general")])
        .with("name", "Faktura")
        .wrong("name", "Det finnes alt en kø som heter «Faktura». Velg et annet navn.")
        .wrong("agreed", "Kryss av for at du har lest erklæringen.");
    let kinds = vec![
        Choice::new("push", "Tildel automatisk").hint("Samtaler gis til den som har ledig kapasitet."),
        Choice::new("pick", "Velg selv").hint("Medarbeidere henter samtaler fra køen."),
    ];
    let queues = vec![Choice::new("general", "Generell"), Choice::new("billing", "Faktura")];
    view! {
        <Card title="Skjema med feil">
            <form class="form" method="post" action="#">
                <ErrorSummary form=&form/>
                <TextInput form=&form name="name" label="Navn" hint="Slik køen heter i lister og regler."/>
                <TextInput form=&form name="partner" label="Partner-ID" code=true width=Width::Medium optional=true/>
                <TextInput form=&form name="priority" label="Prioritet" kind="number" inputmode="numeric"
                    width=Width::Short hint="Lavest tall tas først."/>
                <Select form=&form name="queue" label="Reservekø" choices=queues width=Width::Medium/>
                <TextArea form=&form name="note" label="Merknad" optional=true/>
                <RadioCards form=&form name="kind" label="Fordeling" hint="Kan ikke endres senere." choices=kinds/>
                <Checkbox form=&form name="agreed" label="Vi informerer sluttbrukerne og innhenter samtykke"
                    hint="Der loven krever det."/>
                <Switch form=&form name="attach" label="Kunder kan sende vedlegg"/>
                <FileInput form=&form name="file" label="Tjenestekontofil" accept=".json" hint="JSON, høyst 32 kB."/>
                <PasswordInput form=&form name="password" label="Passord" autocomplete="current-password"/>
                <Buttons>
                    <Button kind=ButtonKind::Primary>"Lagre"</Button>
                    <LinkButton href="#" kind=ButtonKind::Quiet>"Avbryt"</LinkButton>
                </Buttons>
            </form>
        </Card>
        <Secrets/>
    }
}

#[component]
fn Secrets() -> impl IntoView {
    let form = FormView::default();
    let set = SecretState::Masked {
        hint: "4f7c".into(),
        set_by: "Kari Nordmann".into(),
        set_at: jiff::Timestamp::constant(1_773_303_245, 0),
    };
    view! {
        <Card title="Hemmeligheter og kopiering">
            <form class="form" method="post" action="#">
                <SecretField form=&form name="token" label="Klienttoken" state=set.clone() editable=true/>
                <SecretField form=&form name="token2" label="Klienttoken, bare lesing" state=set/>
                <SecretField form=&form name="token3" label="Klienttoken, ikke satt" state=SecretState::NotSet/>
                <SecretField form=&form name="token4" label="Klienttoken, uten tilgang" state=SecretState::Hidden/>
                <CopyField id="callback" label="Adresse til webhook" hint="Lim den inn hos Google."
                    value="https://portal.example/webhooks/google-business-messages/k7q2m4x6r8t3v5w7y9z2b4d6fa"/>
            </form>
        </Card>
    }
}
