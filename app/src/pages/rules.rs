//! The pages of a workstream's routing rules: the draft as lists, the form of a rule, publishing, and what was published before.

pub mod api;
mod builder;
mod classification;
mod condition;
mod edit;
mod faults;
mod form;
mod history;
mod list;
mod place;
mod publish;
mod remove;
mod row;
mod ruleset;
mod target;
#[cfg(test)]
mod tests;

pub use self::{
    edit::{ClassifyRulePage, NewClassifyRulePage, NewRouteRulePage, RouteRulePage},
    history::{RollBackRulesPage, RuleHistoryPage, RuleVersionPage},
    list::RulesPage,
    publish::PublishRulesPage,
    remove::{RemoveClassifyRulePage, RemoveRouteRulePage, RemoveRulesetPage},
    ruleset::{EditRulesetPage, NewRulesetPage},
};

use domain::{WorkstreamId, queue::QueueSummary, workstream::WorkstreamSummary};

use crate::{components::Crumb, pages::workstreams, paths, sentences::rules::QueueNames, words};

/// The way to the pages below the rules of a workstream.
fn crumbs(workstream: &WorkstreamSummary) -> Vec<Crumb> {
    let mut crumbs = workstreams::crumbs_of(workstream.id, &workstream.name);
    crumbs.push(Crumb::new(words::here().rules.title, paths::rules(workstream.id)));
    crumbs
}

fn names_of(queues: &[QueueSummary]) -> QueueNames {
    queues.iter().map(|queue| (queue.id, queue.name.clone())).collect()
}

/// A part of the address that counts from 0.
fn place_param(name: &str) -> Result<usize, islands::AppError> {
    crate::page::text_param(name).parse().map_err(|_| crate::gate::refuse(islands::AppError::NotFound))
}

/// What the address says of a workstream's rules.
type Id = Result<WorkstreamId, islands::AppError>;
