//! The SQL of tests.

use domain::{UserId, user::Role};
use jiff_sqlx::ToSqlx;
use sqlx::PgPool;

pub(super) async fn insert_person(pool: &PgPool, id: UserId, name: &str, role: Role, at: jiff::Timestamp) {
    sqlx::query(
        "insert into app.user (id, email, name, password_hash, state, created_at)
         values ($1, $2, $3, 'no password', 'active', $4)",
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

pub(super) async fn audit_names(pool: &PgPool) -> Vec<String> {
    sqlx::query_scalar("select name from audit.event order by id").fetch_all(pool).await.expect("the log can be read")
}
