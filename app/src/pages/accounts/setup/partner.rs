//! Step 3: what the provider gave the partner. The token and the key file are secured.

use domain::account::AccountDetail;
use leptos::prelude::*;

use super::StepButtons;
use crate::{
    components::*,
    forms::action,
    pages::accounts::{api::SetCredentials, credentials::CredentialFields},
    words,
};

#[component]
pub fn PartnerStep(account: AccountDetail, has_emulator: bool, #[prop(into)] form: FormView) -> impl IntoView {
    let words = &words::here().accounts;
    view! {
        <Card title=words.setup.partner_title>
            <p class="muted">{words.setup.partner_text}</p>
            {has_emulator.then(|| view! { <Banner><p>{words.setup.partner_emulator}</p></Banner> })}
            <form class="form" method="post" enctype="multipart/form-data" action={action::<SetCredentials>()}>
                <input type="hidden" name="id" value=account.summary.id.to_string()/>
                <HiddenInput name="version" value=form.value("version")/>
                <CredentialFields form=&form client_token=account.client_token service_account=account.service_account/>
                <StepButtons/>
            </form>
        </Card>
    }
}
