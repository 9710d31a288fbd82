//! The fields of an agent account, for adding and for changing one.

use backend::Actor;
use domain::field_security::{SecretSlot, SecuredField};
use leptos::prelude::*;

use super::credentials::{LockedNotice, TokenField, may_set};
use crate::{components::*, gate, words};

/// What somebody may know of the token of an agent account that does not exist yet.
pub(super) fn unmade_token(actor: &Actor) -> SecretSlot {
    let rights = actor.rights(SecuredField::AgentAccountClientToken);
    if rights.read {
        SecretSlot::NotSet { may_set: rights.create }
    } else {
        SecretSlot::Hidden { may_set: rights.create && rights.update }
    }
}

/// The same, for the visitor.
pub(super) fn new_token_slot() -> SecretSlot {
    gate::visitor().map_or(SecretSlot::Hidden { may_set: false }, |visitor| unmade_token(&visitor.actor))
}

/// Name, ids, and the webhook of its own, whose fields show when it is switched on.
#[component]
pub(super) fn AgentFields(
    #[prop(into)] form: FormView,
    client_token: SecretSlot,
    /// Its own address and how it stands there, where it has one.
    #[prop(optional)]
    own: Option<AnyView>,
) -> impl IntoView {
    let words = &words::here().accounts.agents;
    let is_locked = !may_set(&client_token);
    view! {
        <TextInput form=&form name="brand_id" label=words.brand_id hint=words.brand_id_hint code=true autocomplete="off"/>
        <TextInput form=&form name="agent_id" label=words.agent_id hint=words.agent_id_hint code=true autocomplete="off"/>
        <TextInput form=&form name="name" label=words.name hint=words.name_hint autocomplete="off"/>
        <div class="reveal">
            <Switch form=&form name="own_webhook" label=words.own_webhook hint=words.own_webhook_hint/>
            <div class="revealed stack">
                <LockedNotice is_locked/>
                <TokenField form=&form secret=client_token hint=words.client_token_hint/>
                {own}
            </div>
        </div>
    }
}
