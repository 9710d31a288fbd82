use domain::account::AccountDetail;
use leptos::prelude::*;

use super::{
    api::{RenameAccount, SetCredentials, get_account, may_manage_accounts},
    credentials::CredentialFields,
    crumbs,
};
use crate::{
    components::*,
    forms::{action, draft_or},
    page::{id_param, page},
    paths, words,
};

/// An account's name and, on their own, its credentials. A secret that is left blank stays as it is.
#[component]
pub fn EditAccountPage() -> impl IntoView {
    let id = id_param("id");
    let load = async move {
        may_manage_accounts().await?;
        let account = get_account(id?).await?;
        let form = draft_or(filled(&account)).await?;
        Ok((account, form))
    };
    page(load, |(account, form)| {
        let words = &words::here().accounts;
        let name = account.summary.name.clone();
        view! {
            <PageHeader title=(words.detail.edit_title)(&name) crumbs=crumbs(words, account.summary.id, &name)
                problem=form.has_errors()/>
            <ErrorSummary form=&form/>
            <NameForm account=account.clone() form=&form/>
            <CredentialsForm account form/>
        }
    })
}

#[component]
fn NameForm(account: AccountDetail, #[prop(into)] form: FormView) -> impl IntoView {
    let words = words::here();
    let id = account.summary.id;
    view! {
        <Card title=words.accounts.name>
            <form class="form" method="post" action={action::<RenameAccount>()}>
                <input type="hidden" name="id" value=id.to_string()/>
                <HiddenInput name="version" value=form.value("version")/>
                <HiddenInput name="then" value="page"/>
                <TextInput form=&form name="name" label=words.accounts.name hint=words.accounts.name_hint autocomplete="off"/>
                <Buttons>
                    <Button kind=ButtonKind::Primary>{words.accounts.detail.save_name}</Button>
                    <LinkButton href=paths::account(id) kind=ButtonKind::Quiet>{words.common.cancel}</LinkButton>
                </Buttons>
            </form>
        </Card>
    }
}

#[component]
fn CredentialsForm(account: AccountDetail, #[prop(into)] form: FormView) -> impl IntoView {
    let words = words::here();
    let id = account.summary.id;
    let has_verification = account.summary.verified_at.is_some();
    view! {
        <Card title=words.accounts.credentials.title>
            {has_verification.then(|| view! { <p class="muted">{words.accounts.credentials.new_token_note}</p> })}
            <form class="form" method="post" enctype="multipart/form-data" action={action::<SetCredentials>()}>
                <input type="hidden" name="id" value=id.to_string()/>
                <HiddenInput name="version" value=form.value("version")/>
                <HiddenInput name="then" value="page"/>
                <CredentialFields form=&form client_token=account.client_token service_account=account.service_account/>
                <Buttons>
                    <Button kind=ButtonKind::Primary>{words.accounts.detail.save_credentials}</Button>
                    <LinkButton href=paths::account(id) kind=ButtonKind::Quiet>{words.common.cancel}</LinkButton>
                </Buttons>
            </form>
        </Card>
    }
}

fn filled(account: &AccountDetail) -> FormView {
    FormView::filled([
        ("name", account.summary.name.clone()),
        ("partner_id", account.partner_id.clone().unwrap_or_default()),
        ("version", account.version.to_string()),
    ])
}
