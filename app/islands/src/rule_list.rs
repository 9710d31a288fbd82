//! Puts the rows of a list in another order, by pointer or by keyboard.
//!
//! Nothing is sent from here: where a row is let go, its own form posts the place, as its buttons would.

mod handle;
mod lift;

use leptos::prelude::*;

/// Listens to the grips of a list, and says aloud what becomes of a row.
#[island]
pub fn RuleList(
    /// The id of the list. Its rows that can be moved have a `.grip` with a `data-name`, and a `form.moves`.
    list: String,
    /// How a row is moved by keyboard; the grips are described by it.
    hint: String,
    /// What is said of a row, with `{name}`, `{place}` and `{count}`.
    lifted: String,
    moved: String,
    dropped: String,
    cancelled: String,
) -> impl IntoView {
    let (said, say) = signal(String::new());
    let hint_id = format!("{list}-hint");
    Effect::new(move |_| {
        let texts = handle::Texts {
            lifted: lifted.clone(),
            moved: moved.clone(),
            dropped: dropped.clone(),
            cancelled: cancelled.clone(),
        };
        let _: Option<()> = handle::listen(&list, texts, say);
    });
    view! {
        <div class="visually-hidden">
            <p id=hint_id>{hint}</p>
            <p aria-live="assertive">{said}</p>
        </div>
    }
}
