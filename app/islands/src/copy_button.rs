//! Copies a text that stands on the page.

use leptos::prelude::*;

/// Copies the text of the element whose id is `target`, says so for two seconds, and marks the text instead where
/// the browser refuses. It reads the page, so a value that is shown once is not repeated in the page's source.
#[island]
pub fn CopyButton(
    target: String,
    /// What the button says.
    label: String,
    /// The button's whole name, with what is copied.
    name: String,
    copied: String,
    /// What to say where the browser refuses.
    by_hand: String,
) -> impl IntoView {
    let (said, say) = signal(String::new());
    let copy = move |_| {
        let (target, copied, by_hand) = (target.clone(), copied.clone(), by_hand.clone());
        leptos::task::spawn_local(async move {
            let sentence = if to_clipboard(&target).await.is_some() { copied } else { by_hand };
            say.set(sentence);
            set_timeout(move || say.set(String::new()), std::time::Duration::from_secs(2));
        });
    };
    view! {
        <span class="copy needs-script">
            <button type="button" class="button small" aria-label=name on:click=copy>{label}</button>
            <span class="copy-said" role="status">{said}</span>
        </span>
    }
}

async fn to_clipboard(target: &str) -> Option<()> {
    let window = window();
    let element = document().get_element_by_id(target)?;
    let text = element.text_content()?;
    let clipboard = window.navigator().clipboard();
    if !clipboard.is_undefined() && wasm_bindgen_futures::JsFuture::from(clipboard.write_text(&text)).await.is_ok() {
        return Some(());
    }
    window.get_selection().ok()??.select_all_children(&element).ok()?;
    None
}
