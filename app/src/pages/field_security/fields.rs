//! Which fields are secured, with a switch where the organisation decides.

use domain::{field_security::SecuredState, user::Permission};
use leptos::prelude::*;

use super::api::SetSecured;
use crate::{components::*, forms::action, gate::may, words};

#[component]
pub fn SecuredFields(fields: Vec<SecuredState>) -> impl IntoView {
    let words = &words::here().field_security;
    let may_change = may(Permission::ManageFieldSecurity);
    let mut columns = vec![Column::new(words.field), Column::new(words.state)];
    if may_change {
        columns.push(Column::new(words.act).unseen());
    }
    let rows = fields.into_iter().map(|state| row(state, may_change)).collect_view();
    view! {
        <Card title=words.fields>
            <p class="hint">{words.fields_hint}</p>
            <DataTable caption=words.fields columns>{rows}</DataTable>
        </Card>
    }
}

fn row(state: SecuredState, may_change: bool) -> impl IntoView {
    let words = &words::here().field_security;
    let SecuredState { field, is_secured } = state;
    let name = (words.field_name)(field);
    let badge = match (is_secured, field.is_personal()) {
        (true, false) => view! { <Badge tone=Tone::Ok label=words.always_secured/> }.into_any(),
        (true, true) => view! { <Badge tone=Tone::Ok label=words.secured/> }.into_any(),
        (false, _) => view! { <Badge tone=Tone::Neutral label=words.open/> }.into_any(),
    };
    let act = may_change.then(|| {
        let form = field.is_personal().then(|| {
            let (verb, label) = if is_secured {
                (words.open_it, (words.open_named)(name))
            } else {
                (words.secure_it, (words.secure_named)(name))
            };
            view! {
                <form method="post" action={action::<SetSecured>()}>
                    <HiddenInput name="field" value=field.to_string()/>
                    <HiddenInput name="secured" value=(!is_secured).to_string()/>
                    <Button small=true label>{verb}</Button>
                </form>
            }
        });
        view! { <ActionCell>{form}</ActionCell> }
    });
    view! {
        <tr>
            <HeadCell>{name}<span class="sub"><code>{field.as_str()}</code></span></HeadCell>
            <Cell label=words.state>{badge}</Cell>
            {act}
        </tr>
    }
}
