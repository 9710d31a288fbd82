//! One thing of each kind, and what to put for its name in a body or an address.

use std::collections::BTreeMap;

use backend::Actor;
use backend::testing::{Line, Portal};
use domain::context::VariableValue;
use domain::field_security::NewProfile;
use domain::hours::{NewHours, Week};
use domain::routing::{AnyRule, ClassifyRule, Edit, RouteRule, RuleList};
use domain::team::NewTeam;
use domain::user::Role;
use domain::{Name, PageRequest, QueueId, WorkstreamId, queue::NewQueue};
use uuid::Uuid;

use backend::conversations::ConversationFilter;
use backend::receipts::ReceiptFilter;

/// What `{account}` and its like stand for.
pub struct Things(Vec<(&'static str, String)>);

impl Things {
    /// An account in use with all that hangs on it; `{spare_agent}` and `{spare_queue}` are in nobody's way.
    pub async fn make(portal: &Portal) -> Self {
        let line = Line::open(portal).await;
        line.deliver(portal, &line.text("c-1", "r-1", "Hei")).await.unwrap();
        portal.backend.jobs().drain().await.unwrap();
        let (_, spare_agent) = portal.agent_account("Nordbank").await;
        let queue = NewQueue { name: Name::parse("Faktura").unwrap(), priority: 1 };
        let spare_queue = portal.backend.queues().create(&line.admin, queue).await.unwrap();
        let hours = NewHours {
            name: Name::parse("Kontortid").unwrap(),
            time_zone: "Europe/Oslo".to_owned(),
            week: Week::new(),
            holidays: Vec::new(),
        };
        let spare = NewHours { name: Name::parse("Natt").unwrap(), ..hours.clone() };
        let hours = portal.backend.hours().create(&line.admin, hours).await.unwrap();
        let spare_hours = portal.backend.hours().create(&line.admin, spare).await.unwrap();
        let (admin, first) = (&line.admin, PageRequest::first());
        let workstream = portal.backend.workstreams().get(admin, line.workstream_id).await.unwrap();
        let conversations = portal.backend.conversations();
        let conversation =
            &conversations.list(admin, ConversationFilter::default(), PageRequest::first()).await.unwrap().items[0];
        let receipt = &portal.backend.receipts().list(admin, ReceiptFilter::default(), first).await.unwrap().items[0];
        rules(portal, admin, line.workstream_id, conversation.queue_id).await;
        let team = NewTeam { name: Name::parse("Kundestøtte").unwrap(), description: String::new() };
        let team = portal.backend.teams().create(&Actor::command_line(), team).await.unwrap();
        let user = portal.person(Role::Agent).await.user_id().unwrap();
        let profile = NewProfile { name: Name::parse("Kanalansvarlige").unwrap() };
        let profile = portal.backend.field_security().create_profile(admin, profile).await.unwrap();
        Self(vec![
            ("{account}", line.account_id.to_string()),
            ("{agent}", line.agent_account_id.to_string()),
            ("{workstream}", line.workstream_id.to_string()),
            ("{channel}", workstream.channels[0].id.to_string()),
            ("{queue}", conversation.queue_id.to_string()),
            ("{conversation}", conversation.id.to_string()),
            ("{receipt}", receipt.id.to_string()),
            ("{team}", team.to_string()),
            ("{user}", user.to_string()),
            ("{profile}", profile.to_string()),
            ("{spare_agent}", spare_agent.to_string()),
            ("{spare_queue}", spare_queue.to_string()),
            ("{hours}", hours.to_string()),
            ("{spare_hours}", spare_hours.to_string()),
        ])
    }

    /// The same names for things that do not exist.
    pub fn of_nobody(&self) -> Self {
        Self(self.0.iter().map(|(name, _)| (*name, Uuid::new_v4().to_string())).collect())
    }

    pub fn id(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str()).unwrap()
    }

    pub fn fill(&self, text: &str) -> String {
        let filled = self.0.iter().fold(text.to_owned(), |text, (name, value)| text.replace(name, value));
        assert!(!filled.contains('{'), "{filled}: doors/things.rs has no thing of that name");
        filled
    }
}

/// A draft of version 3: a route rule, and a classification ruleset with a rule.
async fn rules(portal: &Portal, admin: &Actor, id: WorkstreamId, queue: QueueId) {
    let route = RouteRule { name: "Alt".into(), off: false, when: None, queue: Some(queue), queues: Vec::new() };
    let set = [("tier".to_owned(), VariableValue::Text("gold".into()))].into();
    let classify = ClassifyRule { name: "Alt".into(), off: false, when: None, set, skills: BTreeMap::new() };
    let edits = [
        Edit::Add { list: RuleList::Route, rule: AnyRule::Route(route) },
        Edit::AddRuleset { name: "Kundetype".into() },
        Edit::Add { list: RuleList::Classify(0), rule: AnyRule::Classify(classify) },
    ];
    let mut version = 0;
    for edit in edits {
        version = portal.backend.workstreams().edit_rules(admin, id, version, edit).await.unwrap();
    }
}
