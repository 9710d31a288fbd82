//! The SQL of tests.

use domain::{AccountId, AgentAccountId, ConversationId, ProfileId, TeamId, UserId, WorkstreamId, user::Role};
use jiff_sqlx::ToSqlx;
use sqlx::PgPool;

pub(super) async fn insert_person(pool: &PgPool, id: UserId, name: &str, role: Role, at: jiff::Timestamp) {
    sqlx::query(
        "insert into app.user (id, email, name, password_hash, state, created_at)
         values ($1, $2, $3, '$argon2id$v=19$m=8,t=1,p=1$dGVzdHMgdGVzdHMgdA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', 'active', $4)",
    )
    .bind(id)
    .bind(format!("{id}@example.no"))
    .bind(name)
    .bind(at.to_sqlx())
    .execute(pool)
    .await
    .expect("a person can be made");
    sqlx::query("insert into app.user_role (user_id, role) values ($1, $2)")
        .bind(id)
        .bind(role)
        .execute(pool)
        .await
        .expect("a role can be given");
}

pub(super) async fn insert_profile_of_team(
    pool: &PgPool,
    id: ProfileId,
    team: TeamId,
    name: &str,
    at: jiff::Timestamp,
) {
    sqlx::query("insert into app.field_security_profile (id, name, created_at) values ($1, $2, $3)")
        .bind(id)
        .bind(name)
        .bind(at.to_sqlx())
        .execute(pool)
        .await
        .expect("a profile can be made");
    sqlx::query("insert into app.field_security_team (profile_id, team_id) values ($1, $2)")
        .bind(id)
        .bind(team)
        .execute(pool)
        .await
        .expect("a profile can be given to a team");
}

/// A team with one member.
#[cfg(test)]
pub(crate) async fn insert_team(pool: &PgPool, name: &str, member: UserId) -> domain::TeamId {
    let id = domain::TeamId::new();
    sqlx::query("insert into app.team (id, name, created_at) values ($1, $2, now())")
        .bind(id)
        .bind(name)
        .execute(pool)
        .await
        .expect("a team can be made");
    sqlx::query("insert into app.team_member (team_id, user_id) values ($1, $2)")
        .bind(id)
        .bind(member)
        .execute(pool)
        .await
        .expect("a member can be added");
    id
}

#[cfg(test)]
pub(crate) async fn leave_team(pool: &PgPool, id: domain::TeamId, member: UserId) {
    sqlx::query("delete from app.team_member where team_id = $1 and user_id = $2")
        .bind(id)
        .bind(member)
        .execute(pool)
        .await
        .expect("a member can be removed");
}

pub(super) async fn insert_agent_account(
    pool: &PgPool,
    account_id: AccountId,
    id: AgentAccountId,
    name: &str,
    at: jiff::Timestamp,
) {
    sqlx::query(
        "insert into app.account (id, name, channel_kind, webhook_key, created_at, updated_at)
         values ($1, $2, 'google-business-messages', $3, $4, $4)",
    )
    .bind(account_id)
    .bind(name)
    .bind(format!("key-{account_id}"))
    .bind(at.to_sqlx())
    .execute(pool)
    .await
    .expect("an account can be made");
    sqlx::query(
        "insert into app.agent_account (id, account_id, name, brand_id, agent_id, created_at)
         values ($1, $2, $3, $4, $4, $5)",
    )
    .bind(id)
    .bind(account_id)
    .bind(name)
    .bind(id.to_string())
    .bind(at.to_sqlx())
    .execute(pool)
    .await
    .expect("an agent account can be made");
}

pub(super) async fn audit_names(pool: &PgPool) -> Vec<String> {
    sqlx::query_scalar("select name from audit.event order by id").fetch_all(pool).await.expect("the log can be read")
}

pub(super) async fn secret_count(pool: &PgPool) -> i64 {
    sqlx::query_scalar("select count(*) from vault.secret").fetch_one(pool).await.expect("the owner can count")
}

/// Gives each of two records the envelope of the other.
pub(super) async fn swap_secrets(pool: &PgPool, one: uuid::Uuid, two: uuid::Uuid) {
    let spare = uuid::Uuid::nil();
    for (from, to) in [(one, spare), (two, one), (spare, two)] {
        sqlx::query("update vault.secret set entity_id = $2 where entity_id = $1")
            .bind(from)
            .bind(to)
            .execute(pool)
            .await
            .expect("the owner can move rows");
    }
}

pub(super) async fn forbid_audit(pool: &PgPool) {
    sqlx::query("revoke insert on audit.event from sentralbord_web").execute(pool).await.expect("the owner can revoke");
}

/// Reads a table on a connection; the error's text where it is refused.
pub(super) async fn read(conn: &mut sqlx::PgConnection, table: &'static str) -> Result<(), String> {
    let query = sqlx::AssertSqlSafe(format!("select * from {table}"));
    sqlx::query(query).fetch_all(conn).await.map(|_| ()).map_err(|error| error.to_string())
}

/// Every row of every table, as text.
pub(super) async fn dump(pool: &PgPool) -> String {
    let tables: Vec<String> = sqlx::query_scalar(
        "select c.oid::regclass::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
         where c.relkind in ('r', 'm') and n.nspname not in ('pg_catalog', 'pg_toast', 'information_schema')",
    )
    .fetch_all(pool)
    .await
    .expect("tables can be listed");
    let mut text = String::new();
    for table in tables {
        let query = sqlx::AssertSqlSafe(format!("select t::text from {table} t"));
        let rows: Vec<String> = sqlx::query_scalar(query).fetch_all(pool).await.expect("the owner can read");
        for row in rows {
            text.push_str(&row);
            text.push('\n');
        }
    }
    text
}

/// How far every sequence has come.
pub(super) async fn sequences(pool: &PgPool) -> Vec<(String, Option<i64>)> {
    sqlx::query_as("select schemaname || '.' || sequencename, last_value from pg_sequences order by 1")
        .fetch_all(pool)
        .await
        .expect("sequences can be listed")
}

pub(super) async fn insert_workstream_with(
    pool: &PgPool,
    agent_account_id: AgentAccountId,
    at: jiff::Timestamp,
) -> WorkstreamId {
    let id = WorkstreamId::new();
    sqlx::query(
        "insert into app.workstream (id, name, channel_kind, distribution, fallback_queue_id, created_at)
         select $1, 'Fjordbank messages', 'google-business-messages', 'push', q.id, $2 from app.queue q where q.is_default",
    )
    .bind(id)
    .bind(at.to_sqlx())
    .execute(pool)
    .await
    .expect("a workstream can be made");
    sqlx::query(
        "insert into app.channel (id, workstream_id, agent_account_id, language, attachments_from_customers,
                                  attachments_from_agents, created_at)
         values (gen_random_uuid(), $1, $2, 'nb-NO', true, true, $3)",
    )
    .bind(id)
    .bind(agent_account_id)
    .bind(at.to_sqlx())
    .execute(pool)
    .await
    .expect("a channel can be made");
    id
}

pub(super) async fn delete_channel_of(pool: &PgPool, agent_account_id: AgentAccountId) {
    sqlx::query("delete from app.channel where agent_account_id = $1")
        .bind(agent_account_id)
        .execute(pool)
        .await
        .expect("a channel can be removed");
}

pub(super) async fn insert_conversation(
    pool: &PgPool,
    agent_account_id: AgentAccountId,
    at: jiff::Timestamp,
) -> ConversationId {
    let id = ConversationId::new();
    sqlx::query(
        "insert into app.conversation (id, account_id, account_name, agent_account_id, agent_account_name, channel_kind,
                                       workstream_id, workstream_name, queue_id, provider_conversation_id, created_at,
                                       last_message_at)
         select $1, a.id, a.name, g.id, g.name, a.channel_kind, gen_random_uuid(), 'Fjordbank messages', q.id, $1::text,
                $3, $3
         from app.agent_account g join app.account a on a.id = g.account_id, app.queue q
         where g.id = $2 and q.is_default",
    )
    .bind(id)
    .bind(agent_account_id)
    .bind(at.to_sqlx())
    .execute(pool)
    .await
    .expect("a conversation can be made");
    id
}

pub(super) async fn begin_waiting(pool: &PgPool, id: ConversationId, at: jiff::Timestamp) {
    sqlx::query("update app.conversation set waiting_since = $2 where id = $1")
        .bind(id)
        .bind(at.to_sqlx())
        .execute(pool)
        .await
        .expect("a conversation can wait");
}

pub(super) async fn conversation_end(pool: &PgPool, id: ConversationId) -> (String, Option<String>) {
    sqlx::query_as("select state, closed_for from app.conversation where id = $1")
        .bind(id)
        .fetch_one(pool)
        .await
        .expect("the conversation is there")
}

pub(super) async fn refuse_messages_with(pool: &PgPool, text: &'static str) {
    sqlx::raw_sql(sqlx::AssertSqlSafe(format!(
        "alter table app.message drop constraint if exists message_test_check;
         alter table app.message add constraint message_test_check check (text <> '{text}') not valid"
    )))
    .execute(pool)
    .await
    .expect("a constraint can be added");
}

pub(super) async fn refuse_bodies_with(pool: &PgPool, part: &'static str) {
    sqlx::raw_sql(sqlx::AssertSqlSafe(format!(
        "alter table app.receipt add constraint receipt_test_check check (position('{part}'::bytea in body) = 0)"
    )))
    .execute(pool)
    .await
    .expect("a constraint can be added");
}

/// Names are those of tests' databases and need quoting only.
pub(super) async fn copy_database(conn: &mut sqlx::PgConnection, of: &str, name: &str) {
    let query = sqlx::AssertSqlSafe(format!("create database \"{name}\" template \"{of}\""));
    sqlx::query(query).execute(conn).await.expect("a database without connections can be copied");
}

pub(super) async fn drop_database(conn: &mut sqlx::PgConnection, name: &str) {
    let query = sqlx::AssertSqlSafe(format!("drop database \"{name}\" with (force)"));
    sqlx::query(query).execute(conn).await.expect("a copy can be dropped");
}

/// In every column of `app` that has texts or bytes. Receipts are partly bytes: a body as it came.
pub(super) async fn replace_everywhere(pool: &PgPool, word: &str, value: &str) {
    let columns: Vec<(String, String, String)> = sqlx::query_as(
        "select c.oid::regclass::text, quote_ident(a.attname), format_type(a.atttypid, null)
         from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
         where n.nspname = 'app' and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
           and format_type(a.atttypid, null) in ('text', 'json', 'jsonb', 'bytea')",
    )
    .fetch_all(pool)
    .await
    .expect("columns can be listed");
    for (table, column, kind) in columns {
        let query = if kind == "bytea" {
            format!(
                "update {table} set {column} = decode(replace(encode({column}, 'hex'),
                     encode(convert_to($1, 'utf8'), 'hex'), encode(convert_to($2, 'utf8'), 'hex')), 'hex')
                 where encode({column}, 'hex') like '%' || encode(convert_to($1, 'utf8'), 'hex') || '%'"
            )
        } else {
            format!(
                "update {table} set {column} = replace({column}::text, $1, $2)::{kind}
                 where {column}::text like '%' || $1 || '%'"
            )
        };
        sqlx::query(sqlx::AssertSqlSafe(query))
            .bind(word)
            .bind(value)
            .execute(pool)
            .await
            .expect("the owner can write");
    }
}

pub(super) async fn forget_secrets(pool: &PgPool) {
    for table in ["vault.secret", "app.secret_slot"] {
        let query = sqlx::AssertSqlSafe(format!("delete from {table}"));
        sqlx::query(query).execute(pool).await.expect("the owner can delete");
    }
}

/// The embedded PostgreSQL writes its log beside its data.
pub(super) async fn postgres_log(pool: &PgPool) -> Option<String> {
    sqlx::query_scalar(
        "select pg_read_file(current_setting('data_directory') || '/../postgres.log', 0, 100000000, true)",
    )
    .fetch_one(pool)
    .await
    .expect("the owner can read the log")
}
