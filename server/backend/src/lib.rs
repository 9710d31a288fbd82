//! The verbs of Sentralbord and their SQL: no Leptos, no axum.
