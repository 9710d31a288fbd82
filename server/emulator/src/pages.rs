//! The pages: whole HTML documents, made on the server. They work without script.

pub(crate) mod agent_form;
pub(crate) mod agents;
pub(crate) mod console;
pub(crate) mod deliveries;
pub(crate) mod delivery_row;
pub(crate) mod form;
pub(crate) mod frame;
pub(crate) mod json_layout;
pub(crate) mod phone;
pub(crate) mod phone_faults;
pub(crate) mod phone_panels;
pub(crate) mod phone_screen;
pub(crate) mod phone_sight;
pub(crate) mod refusals;
pub(crate) mod webhooks;
