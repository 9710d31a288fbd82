//! What our roles may do in the database, compared with what they should: every privilege on every relation, column, function and
//! schema, what new ones will get, the attributes of the roles, and who owns what (SECURITY.md R36, §8.4).
//!
//! A table in `app` has exactly what the schema's default privileges give, so a new one needs no word here. What is in `vault`
//! and `audit` stands in the lists below: a migration that adds to them adds its line.

use std::collections::{BTreeMap, BTreeSet};

/// The role of verbs.
pub(super) const WEB: &str = "sentralbord_web";
/// The role of the vault.
pub(super) const VAULT: &str = "sentralbord_vault";

/// What the web role may do with a table in `app`.
const APP: &[&str] = &["delete", "insert", "select", "update"];

/// The relations in `vault` and `audit`: who may do what. One that is not there yet, or no longer, is no drift.
const RELATIONS: &[(&str, &str, &[&str])] = &[
    ("vault.secret", VAULT, &["delete", "insert", "select", "update"]),
    ("vault.master_key", VAULT, &["insert", "select", "update (place)"]),
    ("vault.master_key_place_seq", VAULT, &[]),
    ("audit.event", WEB, &["insert", "select"]),
    ("audit.event_id_seq", WEB, &[]),
    ("audit.link", WEB, &["insert", "select"]),
    ("audit.head", WEB, &["insert", "select"]),
    ("audit.waiting", WEB, &["delete", "insert", "select"]),
];

/// The functions that a role may call. Nobody else may call any.
const FUNCTIONS: &[(&str, &str)] = &[("audit.await_seal()", WEB)];

/// The schemas that a role may look into.
const SCHEMAS: &[(&str, &str)] = &[("app", WEB), ("audit", WEB), ("vault", VAULT)];

/// What the catalogues say. A privilege is of a role of ours or of everybody, in small letters.
#[derive(Clone, Debug, Default)]
pub(super) struct Facts {
    /// Relations with their schema, and the privileges on each. One on a column is `update (column)`.
    pub relations: Vec<(String, String, Vec<Held>)>,
    /// Views that read with their owner's rights.
    pub views: Vec<String>,
    /// Functions, and the privileges on each.
    pub functions: Vec<(String, Vec<Held>)>,
    /// Functions that run with their owner's rights.
    pub definers: Vec<String>,
    /// Schemas, and the privileges on each.
    pub schemas: Vec<(String, Vec<Held>)>,
    /// What new tables in `app` get; `None` where nothing says it.
    pub app_defaults: Option<Vec<Held>>,
    /// Other privileges that new objects get.
    pub other_defaults: Vec<String>,
    /// Whether new functions are kept from everybody.
    pub functions_are_kept: bool,
    /// Attributes that a role has and should not: role, attribute.
    pub attributes: Vec<(String, String)>,
    /// Roles that a role of ours is a member of.
    pub memberships: Vec<(String, String)>,
    /// What a role of ours owns.
    pub owned: Vec<(String, String)>,
}

/// A privilege: of whom, which.
pub(super) type Held = (String, String);

/// What has drifted, in words, each with how to mend it.
pub(super) fn drift(facts: &Facts) -> Vec<String> {
    let mut found = Vec::new();
    for (name, schema, held) in &facts.relations {
        let wanted = match (schema.as_str(), RELATIONS.iter().find(|(known, ..)| known == name)) {
            (_, Some((_, role, wanted))) => of(role, wanted),
            // A sequence of an identity column needs no privilege; tables have what new tables get.
            ("app", None) if held.is_empty() && name.ends_with("_seq") => BTreeSet::new(),
            ("app", None) => of(WEB, APP),
            _ => {
                found.push(format!(
                    "{name} is not among the relations that are known in {schema} (if a migration made it, add its line to \
                     RELATIONS in server/backend/src/roles/grants.rs; if not, drop it)"
                ));
                continue;
            }
        };
        compare(&mut found, name, held, &wanted);
    }
    for (name, held) in &facts.functions {
        let callers = FUNCTIONS.iter().filter(|(known, _)| known == name);
        let wanted = callers.map(|(_, role)| ((*role).to_owned(), "execute".to_owned())).collect();
        compare(&mut found, &format!("function {name}"), held, &wanted);
    }
    for (name, held) in &facts.schemas {
        let users = SCHEMAS.iter().filter(|(known, _)| known == name);
        let wanted = users.map(|(_, role)| ((*role).to_owned(), "usage".to_owned())).collect();
        compare(&mut found, &format!("schema {name}"), held, &wanted);
    }
    let told = |found: &mut Vec<String>, names: &[String], tell: fn(&str) -> String| {
        found.extend(names.iter().map(|name| tell(name)));
    };
    told(&mut found, &facts.views, |view| {
        format!("the view {view} reads with its owner's rights (`alter view {view} set (security_invoker = true)`)")
    });
    told(&mut found, &facts.definers, |function| {
        format!("the function {function} runs with its owner's rights (`alter function {function} security invoker`)")
    });
    told(&mut found, &facts.other_defaults, |default| {
        format!("new objects get more than they should: {default} (`alter default privileges … revoke …`)")
    });
    let defaults = facts.app_defaults.clone().unwrap_or_default().into_iter().collect::<BTreeSet<_>>();
    if defaults != of(WEB, APP) {
        found.push(format!(
            "new tables in app would not get what they should (`alter default privileges in schema app grant select, \
             insert, update, delete on tables to {WEB}`, and revoke the rest)"
        ));
    }
    if !facts.functions_are_kept {
        let mend = "`alter default privileges revoke execute on functions from public`";
        found.push(format!("everybody could call new functions ({mend})"));
    }
    for (role, attribute) in &facts.attributes {
        found.push(format!("the role {role} has {attribute} (`alter role {role} no{attribute}`)"));
    }
    for (role, group) in &facts.memberships {
        found.push(format!("the role {role} is a member of {group} (`revoke {group} from {role}`)"));
    }
    for (role, object) in &facts.owned {
        found.push(format!("the role {role} owns {object} (`alter … {object} owner to` the login that migrates)"));
    }
    found
}

fn of(role: &str, privileges: &[&str]) -> BTreeSet<Held> {
    privileges.iter().map(|privilege| (role.to_owned(), (*privilege).to_owned())).collect()
}

/// Notes what is held and not wanted, and what is wanted and not held.
fn compare(found: &mut Vec<String>, object: &str, held: &[Held], wanted: &BTreeSet<Held>) {
    let held: BTreeSet<Held> = held.iter().cloned().collect();
    let mut of_role = BTreeMap::<(&str, bool), Vec<&str>>::new();
    for (role, privilege) in held.difference(wanted) {
        of_role.entry((role, true)).or_default().push(privilege);
    }
    for (role, privilege) in wanted.difference(&held) {
        of_role.entry((role, false)).or_default().push(privilege);
    }
    for ((role, is_excess), privileges) in of_role {
        let privileges = privileges.join(", ");
        found.push(if is_excess {
            format!("{role} may {privileges} on {object} (`revoke {privileges} on {object} from {role}`)")
        } else {
            format!("{role} may not {privileges} on {object} (`grant {privileges} on {object} to {role}`)")
        });
    }
}
