//! A password field that can show what is being typed.

use leptos::prelude::*;

/// Never filled in, and never given a value: a secret only ever travels from here to the server.
#[island]
pub fn SecretInput(
    id: String,
    name: String,
    described_by: String,
    invalid: bool,
    autocomplete: String,
    autofocus: bool,
    /// “Show while typing”.
    show: String,
) -> impl IntoView {
    let (shown, set_shown) = signal(false);
    let kind = move || if shown.get() { "text" } else { "password" };
    let described_by = (!described_by.is_empty()).then_some(described_by);
    view! {
        <div class="secret-input">
            <input class="control" type=kind id=id name=name aria-describedby=described_by
                aria-invalid=invalid.then_some("true") autocomplete=autocomplete autofocus=autofocus
                spellcheck="false" autocapitalize="off"/>
            <label class="show needs-script">
                <input type="checkbox" on:change=move |_| set_shown.update(|shown| *shown = !*shown)/>
                {show}
            </label>
        </div>
    }
}
