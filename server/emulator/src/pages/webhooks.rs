//! The webhooks on the console: the form, what came of it, and the list.

use leptos::prelude::*;

use super::form::{Field, Problems, button};
use crate::{
    emulator::Emulator,
    visitor::Visitor,
    webhook::{Check, Scope, Webhook},
};

/// The form with the button Verify.
pub(crate) fn form(visitor: &Visitor, url: &str, problems: &Problems) -> AnyView {
    let words = &visitor.words().console;
    let url = Field {
        name: "url",
        label: words.url,
        hint: words.url_hint,
        value: url,
        is_code: true,
        is_url: true,
        ..Field::default()
    };
    let token =
        Field { name: "client_token", label: words.token, hint: words.token_hint, is_code: true, ..Field::default() };
    view! {
        <form method="post" action="/webhooks" novalidate>
            {url.view(visitor, problems)}
            {token.view(visitor, problems)}
            <button class="primary">{words.verify}</button>
        </form>
    }
    .into_any()
}

/// What the press of Verify came to.
pub(crate) fn result(visitor: &Visitor, webhook: &Webhook) -> Option<AnyView> {
    let words = &visitor.words().console;
    let view = match webhook.last_check.as_ref()? {
        Check::Verified(_) => view! {
            <div class="banner ok" role="status">
                <strong>{words.verified}</strong>
                <p>{(words.verified_lead)(&webhook.url)}</p>
            </div>
        }
        .into_any(),
        Check::Failed(_, refusal) => view! {
            <div class="banner bad" role="alert">
                <strong>{words.not_verified}</strong>
                <p>{(words.refusal)(refusal)}" "{(words.advice)(refusal)}</p>
            </div>
        }
        .into_any(),
    };
    Some(view)
}

/// Every webhook that has been typed in.
pub(crate) fn list(emulator: &Emulator, visitor: &Visitor, webhooks: &[Webhook]) -> AnyView {
    let words = &visitor.words().console;
    if webhooks.is_empty() {
        return view! { <p class="empty">{words.no_webhooks}</p> }.into_any();
    }
    let items = webhooks
        .iter()
        .map(|webhook| {
            let (class, badge) = match (&webhook.last_check, webhook.verified_at) {
                (Some(Check::Failed(..)), _) => ("badge bad", words.not_verified),
                (_, Some(_)) => ("badge ok", words.verified),
                (_, None) => ("badge", words.not_checked),
            };
            let scope = match &webhook.scope {
                Scope::Partner => words.partner.to_owned(),
                Scope::Agent(key) => (words.own)(&key.to_string()),
            };
            let checked = webhook.last_check.as_ref().map(|check| {
                let (Check::Verified(at) | Check::Failed(at, _)) = check;
                let clock = visitor.lang.clock(*at, &emulator.config().time_zone);
                format!(" · {}", (words.checked_at)(&clock))
            });
            view! {
                <li>
                    <div class="row">
                        <code class="wrap">{webhook.url.clone()}</code>
                        <span class=class>{badge}</span>
                    </div>
                    <p class="hint wrap">{scope}{checked}</p>
                    <div class="row start">
                        {button(format!("/webhooks/{}/check", webhook.id), words.check_again, &webhook.url)}
                        {button(format!("/webhooks/{}/forget", webhook.id), words.forget, &webhook.url)}
                    </div>
                </li>
            }
        })
        .collect::<Vec<_>>();
    view! { <ul class="list">{items}</ul> }.into_any()
}
