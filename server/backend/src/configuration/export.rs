//! The database as a file: everything by name, in the order of names.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    HoursId, QueueId, WorkstreamId,
    field_security::SecuredField,
    hours::Hours,
    queue::{Overflow, OverflowAction},
    routing::Rules,
};
use sqlx::PgConnection;
use uuid::Uuid;

use super::{
    document::{
        AccountTable, ActionValue, AgentTable, AttachmentsTable, ChannelTable, Document, HolidayTable, HoursTable,
        OverflowTable, QueueTable, SecretTable, TransferTable, WorkstreamTable,
    },
    store,
};
use crate::{Error, Result, hours, workstreams};

/// `may_know` says whether it may be told that a secured field is set.
pub(super) async fn document(conn: &mut PgConnection, may_know: impl Fn(SecuredField) -> bool) -> Result<Document> {
    let sets = hours::store::list(conn).await?;
    let queues = store::queues(conn).await?;
    let queue_names: BTreeMap<QueueId, String> = queues.iter().map(|queue| (queue.id, queue.name.clone())).collect();
    let hours_names: BTreeMap<HoursId, String> = sets.iter().map(|set| (set.id, set.name.clone())).collect();
    let name_of = |id: QueueId| named(&queue_names, &id);
    let mut queue = Vec::new();
    for row in queues {
        queue.push(QueueTable {
            name: row.name,
            priority: Some(row.priority.into()),
            hours: row.hours_id.map(|id| named(&hours_names, &id)).transpose()?,
            assignment: Some(row.assignment.to_string()),
            overflow: row.overflow.map(|overflow| overflow_table(&overflow, &name_of)).transpose()?,
        });
    }
    let account = accounts(conn, may_know).await?;
    let mut workstream = Vec::new();
    for row in store::workstreams(conn).await? {
        let rules = workstreams::store::rules_in_force(conn, row.id).await?.ok_or(Error::NotFound)?.rules;
        let Rules { classify, route } = rules.with_queues(name_of)?;
        workstream.push(WorkstreamTable {
            name: row.name,
            work_type: Some(row.work_type.to_string()),
            channel_kind: row.channel_kind.to_string(),
            distribution: Some(row.distribution.to_string()),
            fallback_queue: name_of(row.fallback_queue_id)?,
            channel: channels(conn, row.id).await?,
            classify: Some(classify),
            route: Some(route),
        });
    }
    Ok(Document { hours: sets.into_iter().map(hours_table).collect(), queue, account, workstream })
}

fn named<Id: Ord + std::fmt::Debug>(names: &BTreeMap<Id, String>, id: &Id) -> Result<String> {
    names.get(id).cloned().ok_or_else(|| Error::Internal(anyhow::anyhow!("{id:?} is named but not there")))
}

fn hours_table(set: Hours) -> HoursTable {
    let ranges = |ranges: Vec<domain::hours::OpenRange>| ranges.iter().map(ToString::to_string).collect();
    let holiday = |day: domain::hours::Holiday| HolidayTable { date: day.date.to_string(), name: day.name.to_string() };
    HoursTable {
        name: set.name,
        time_zone: set.time_zone,
        week: set.week.into_iter().map(|(day, of_day)| (day.to_string(), ranges(of_day))).collect(),
        holidays: set.holidays.into_iter().map(holiday).collect(),
    }
}

fn overflow_table(overflow: &Overflow, name_of: &impl Fn(QueueId) -> Result<String>) -> Result<OverflowTable> {
    let action = |action: OverflowAction| {
        Ok::<_, Error>(match action {
            OverflowAction::Assign => ActionValue::Word("assign".to_owned()),
            OverflowAction::End => ActionValue::Word("end".to_owned()),
            OverflowAction::Transfer(id) => ActionValue::Transfer(TransferTable { transfer: name_of(id)? }),
        })
    };
    Ok(OverflowTable {
        item_limit: overflow.item_limit.map(i64::from),
        wait: overflow.wait_minutes.map(|minutes| format!("{minutes}m")),
        out_of_hours: Some(action(overflow.out_of_hours)?),
        then: overflow.then.map(action).transpose()?,
    })
}

async fn channels(conn: &mut PgConnection, id: WorkstreamId) -> Result<Vec<ChannelTable>> {
    let channels = workstreams::channels::store::of(conn, id).await?;
    let table = |channel: domain::channel::ChannelSummary| ChannelTable {
        agent: channel.agent_account_name,
        language: channel.language,
        attachments: Some(AttachmentsTable {
            customers: Some(channel.attachments_from_customers),
            agents: Some(channel.attachments_from_agents),
        }),
    };
    Ok(channels.into_iter().map(table).collect())
}

async fn accounts(conn: &mut PgConnection, may_know: impl Fn(SecuredField) -> bool) -> Result<Vec<AccountTable>> {
    let mut set = store::secrets(conn).await?;
    for fields in set.values_mut() {
        fields.retain(|field| may_know(*field));
    }
    let mut references = References { set, used: BTreeSet::new() };
    let agents = store::agents(conn).await?;
    let mut tables = Vec::new();
    for row in store::accounts(conn).await? {
        let client_token = references.to(row.id.0, &row.name, SecuredField::AccountClientToken);
        let service_account = references.to(row.id.0, &row.name, SecuredField::AccountServiceAccount);
        let mut agent = Vec::new();
        for row in agents.iter().filter(|agent| agent.account_id == row.id) {
            agent.push(AgentTable {
                name: row.name.clone(),
                brand_id: row.brand_id.clone(),
                agent_id: row.agent_id.clone(),
                client_token: references.to(row.id.0, &row.name, SecuredField::AgentAccountClientToken),
            });
        }
        tables.push(AccountTable {
            name: row.name,
            channel_kind: row.channel_kind.to_string(),
            partner_id: row.partner_id,
            client_token,
            service_account,
            agent,
        });
    }
    Ok(tables)
}

/// The environment variables that stand for secrets.
struct References {
    set: BTreeMap<Uuid, Vec<SecuredField>>,
    used: BTreeSet<String>,
}

impl References {
    /// `FJORDBANK_CLIENT_TOKEN`, for a secret that is set; numbered where another name comes out the same.
    fn to(&mut self, id: Uuid, owner: &str, field: SecuredField) -> Option<SecretTable> {
        if !self.set.get(&id).is_some_and(|fields| fields.contains(&field)) {
            return None;
        }
        let plain = format!("{}_{}", upper(owner), field.name().to_uppercase());
        let numbered = (2..).map(|number: u32| format!("{plain}_{number}"));
        let name = std::iter::once(plain.clone()).chain(numbered).find(|name| !self.used.contains(name))?;
        self.used.insert(name.clone());
        Some(SecretTable { env: Some(name), file: None })
    }
}

/// Letters and digits of ASCII, with underscores between words.
fn upper(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars().flat_map(char::to_uppercase) {
        match c {
            'Æ' | 'Ä' => out.push_str("AE"),
            'Ø' | 'Ö' => out.push_str("OE"),
            'Å' => out.push_str("AA"),
            c if c.is_ascii_alphanumeric() => out.push(c),
            _ if out.is_empty() || out.ends_with('_') => {}
            _ => out.push('_'),
        }
    }
    let out = out.trim_end_matches('_');
    if out.is_empty() || out.starts_with(|c: char| c.is_ascii_digit()) {
        format!("ACCOUNT_{out}")
    } else {
        out.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_becomes_the_name_of_a_variable() {
        for (name, variable) in [
            ("Fjordbank", "FJORDBANK"),
            ("Fjordbank support", "FJORDBANK_SUPPORT"),
            ("  Bjørn & Åse (test) ", "BJOERN_AASE_TEST"),
            ("112", "ACCOUNT_112"),
            ("銀行", "ACCOUNT_"),
        ] {
            assert_eq!(upper(name), variable, "{name}");
        }
    }

    #[test]
    fn names_that_come_out_the_same_are_numbered() {
        let (one, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let set = [one, other].map(|id| (id, vec![SecuredField::AccountClientToken])).into();
        let mut references = References { set, used: BTreeSet::new() };
        let mut name = |id, owner| references.to(id, owner, SecuredField::AccountClientToken).and_then(|r| r.env);
        assert_eq!(name(one, "A B").as_deref(), Some("A_B_CLIENT_TOKEN"));
        assert_eq!(name(other, "a-b").as_deref(), Some("A_B_CLIENT_TOKEN_2"));
        assert_eq!(name(Uuid::from_u128(3), "c"), None);
    }
}
