//! Rotate, retire, kill: each asks on a page of its own.

use domain::{Fault, field_security::SecuredField, secret::SecretLife};
use islands::AppError;
use leptos::prelude::*;

use super::{
    api::{KillSecret, RetireSecret, RotateSecret, get_secret},
    crumbs_within,
};
use crate::{
    components::*,
    format,
    forms::{action, draft_or},
    gate,
    page::{id_param, page},
    paths,
    reader::Reader,
    words,
};

/// A secret that the visitor may act upon, with its version.
async fn load(
    field: Result<SecuredField, AppError>,
    id: Result<uuid::Uuid, AppError>,
) -> Result<(SecretLife, i32, FormView), AppError> {
    let desk = gate::desk().await?;
    desk.actor.must(domain::user::Permission::ManageAccounts).map_err(gate::told)?;
    let life = get_secret(field?, id?).await?;
    let form = draft_or(FormView::filled([("overlap", "day")])).await?;
    let version = life.version.filter(|_| life.may_act);
    let form = if version.is_some() { form } else { form.wrong("", words::here().secrets.locked) };
    Ok((life, version.unwrap_or_default(), form))
}

/// The fields that say which secret is meant.
fn hidden(life: &SecretLife, version: i32) -> impl IntoView + use<> {
    view! {
        <HiddenInput name="field" value=life.field.to_string()/>
        <HiddenInput name="id" value=life.entity_id.to_string()/>
        <HiddenInput name="version" value=version.to_string()/>
    }
}

/// Takes a new token beside the present one.
#[component]
pub fn RotateSecretPage() -> impl IntoView {
    page(load(id_param("field"), id_param("id")), |(life, version, form)| {
        let words = &words::here().secrets;
        let back = paths::secret(life.field, life.entity_id);
        let choices = words.overlaps.iter().map(|(code, label)| Choice::new(*code, *label)).collect();
        let fields = life.may_act.then(|| {
            view! {
                <p>{words.rotate_text}</p>
                <form class="form" method="post" enctype="multipart/form-data" action={action::<RotateSecret>()}>
                    {hidden(&life, version)}
                    <PasswordInput form=&form name="client_token" label=words.new_token hint=words.new_token_hint/>
                    <Select form=&form name="overlap" label=words.overlap hint=words.overlap_hint choices no_empty=true/>
                    <TextInput form=&form name="expires_on" label=words.expires_on hint=words.expires_on_hint kind="date"
                        optional=true width=Width::Short/>
                    <Buttons>
                        <Button kind=ButtonKind::Primary>{words.rotate}</Button>
                        <LinkButton href=back kind=ButtonKind::Quiet>{words::here().common.cancel}</LinkButton>
                    </Buttons>
                </form>
            }
        });
        view! {
            <PageHeader title=words.rotate_title crumbs=crumbs_within(&life) problem=form.has_errors()/>
            <ErrorSummary form=&form/>
            {fields}
        }
    })
}

/// Asks before the old token is refused, and says when somebody still signs with it.
#[component]
pub fn RetireSecretPage() -> impl IntoView {
    page(load(id_param("field"), id_param("id")), |(life, version, form)| {
        let reader = Reader::here();
        let words = &reader.words().secrets;
        let back = paths::secret(life.field, life.entity_id);
        let hidden = hidden(&life, version);
        let in_use = life.earlier.iter().find(|token| token.is_believed(life.at) && token.is_in_use(life.at));
        let warning = in_use.and_then(|token| token.used).map(|used| {
            let when = format::ago(used.last_used_at, reader.now, reader.lang)
                .unwrap_or_else(|| format::date_time(used.last_used_at, &reader.zone, reader.lang));
            view! { <Banner tone=Tone::Warn><p>{(words.retire_in_use)(&when)}</p></Banner> }
        });
        let may_retire = life.may_act && life.earlier.iter().any(|token| token.is_believed(life.at));
        let form = if life.may_act && !may_retire { form.wrong("", words.retire_nothing) } else { form };
        let fields = may_retire.then(|| {
            view! {
                {warning}
                <p>{words.retire_text}</p>
                <ConfirmForm action={action::<RetireSecret>()} form=&form confirm=words.retire_confirm.to_owned()
                    cancel=back>{hidden}</ConfirmForm>
            }
        });
        view! {
            <PageHeader title=words.retire_title crumbs=crumbs_within(&life) problem=form.has_errors()/>
            <ErrorSummary form=&form/>
            {fields}
        }
    })
}

/// Asks before a secret ends at once.
#[component]
pub fn KillSecretPage() -> impl IntoView {
    page(load(id_param("field"), id_param("id")), |(life, version, form)| {
        let words = &words::here().secrets;
        let back = paths::secret(life.field, life.entity_id);
        let hidden = hidden(&life, version);
        let is_file = life.field == SecuredField::AccountServiceAccount;
        let fields = life.may_act.then(|| {
            view! {
                <p>{if is_file { words.kill_file_text } else { words.kill_text }}</p>
                <ConfirmForm action={action::<KillSecret>()} form=&form confirm=words.kill_confirm.to_owned()
                    cancel=back>{hidden}</ConfirmForm>
            }
        });
        view! {
            <PageHeader title=words.kill_title crumbs=crumbs_within(&life) problem=form.has_errors()/>
            <ErrorSummary form=&form/>
            {fields}
        }
    })
}

/// A secret's own sentences.
pub(super) fn sentence(words: &crate::words::Words, fault: &domain::FieldFault) -> Option<String> {
    let words = &words.secrets;
    let sentence = match (fault.field.as_str(), &fault.fault) {
        ("expires_on", Fault::Malformed) => words.expires_on_wrong,
        ("client_token", Fault::Missing) => words.new_token_missing,
        ("client_token" | "service_account", Fault::Locked) => words.locked,
        _ => return None,
    };
    Some(sentence.to_owned())
}
