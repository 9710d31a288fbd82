//! The SQL of which fields are secured.

use std::collections::BTreeSet;

use domain::field_security::SecuredField;
use jiff_sqlx::ToSqlx;
use sqlx::PgConnection;

use crate::Result;

pub(crate) async fn secured(conn: &mut PgConnection) -> Result<BTreeSet<SecuredField>> {
    let fields: Vec<SecuredField> = sqlx::query_scalar("select field from app.secured_field").fetch_all(conn).await?;
    Ok(fields.into_iter().collect())
}

pub(super) async fn secure(conn: &mut PgConnection, field: SecuredField, at: jiff::Timestamp) -> Result<bool> {
    let done = sqlx::query("insert into app.secured_field (field, secured_at) values ($1, $2) on conflict do nothing")
        .bind(field)
        .bind(at.to_sqlx())
        .execute(conn)
        .await?;
    Ok(done.rows_affected() > 0)
}

pub(super) async fn open(conn: &mut PgConnection, field: SecuredField) -> Result<bool> {
    let done = sqlx::query("delete from app.secured_field where field = $1").bind(field).execute(conn).await?;
    Ok(done.rows_affected() > 0)
}
