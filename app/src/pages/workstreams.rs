//! The pages of workstreams: list, new, details with channels, edit, delete; and in `channel` those of one channel.

pub mod api;
mod channel;
mod channels;
mod delete;
mod detail;
mod edit;
mod list;
mod new;

pub use self::{
    channel::{EditChannelPage, RemoveChannelPage, SetUpChannelPage},
    delete::DeleteWorkstreamPage,
    detail::WorkstreamPage,
    edit::EditWorkstreamPage,
    list::WorkstreamsPage,
    new::NewWorkstreamPage,
};

use domain::{
    WorkstreamId,
    queue::QueueSummary,
    workstream::{Distribution, WorkType},
};

use crate::{
    components::{Choice, Crumb},
    paths, words,
};

fn type_name(work_type: WorkType) -> &'static str {
    match work_type {
        WorkType::Messaging => words::here().workstreams.messaging,
    }
}

fn distribution_name(distribution: Distribution) -> &'static str {
    let words = &words::here().workstreams;
    match distribution {
        Distribution::Push => words.push,
        Distribution::Pick => words.pick,
    }
}

fn queue_choices(queues: Vec<QueueSummary>) -> Vec<Choice> {
    queues.into_iter().map(|queue| Choice::new(queue.id.to_string(), queue.name)).collect()
}

/// The way to the pages below one workstream.
pub(super) fn crumbs_of(id: WorkstreamId, name: &str) -> Vec<Crumb> {
    let words = &words::here().workstreams;
    vec![Crumb::new(words.title, paths::WORKSTREAMS), Crumb::new(name.to_owned(), paths::workstream(id))]
}
