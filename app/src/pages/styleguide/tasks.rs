//! Tasks of several pages, confirmations and what happened when.

use leptos::prelude::*;

use crate::components::*;

#[component]
pub fn Tasks() -> impl IntoView {
    let steps = vec![
        Step::new("Navn og kanal", "#", StepState::Done),
        Step::new("Personvern", "#", StepState::Problem),
        Step::new("Partnerkonto", "#", StepState::Current),
        Step::new("Toveis forbindelse", "#", StepState::Todo),
        Step::new("Se over", "#", StepState::Todo),
    ];
    let answers = vec![
        Answer::new("Navn", "Nordlys Kraft", "#"),
        Answer::new("Kanal", "Google's Business Messages", ""),
        Answer::new("Klienttoken", "•••• 4f7c", "#"),
    ];
    view! {
        <Wizard steps>
            <Card title="Se over svarene"><CheckAnswers answers/></Card>
            <Card title="Slette køen «Faktura»?">
                <p>"Tre regler og én arbeidsflyt bruker den."</p>
                <ConfirmForm action="#" form=FormView::default() confirm="Slett køen Faktura" cancel="#"
                    type_name="Faktura"/>
            </Card>
        </Wizard>
        <Card title="Forløp">
            <Timeline>
                <Moment tone=Tone::Ok at=moment(0) title="Melding mottatt">"Signaturen stemmer."</Moment>
                <Moment tone=Tone::Info at=moment(2) title="Lagt i køen Generell">"Ingen regel traff."</Moment>
                <Moment tone=Tone::Bad at=moment(9) title="Levering avvist"/>
            </Timeline>
            <CodeBlock label="Mottatt innhold" text="{\n  \"agent\": \"brands/1/agents/2\",\n  \"message\": { \"text\": \"Hei!\" }\n}"/>
        </Card>
    }
}

fn moment(seconds: i64) -> jiff::Timestamp {
    jiff::Timestamp::constant(1_773_303_245 + seconds, 0)
}
