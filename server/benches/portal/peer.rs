//! What the same cluster does with the plainest durable thing: one row of 1 KiB with a unique key a transaction, 64 clients,
//! prepared statements, by PostgreSQL's own tool.

use anyhow::{Context, Result};

use crate::program::Program;

const SCRIPT: &str = r#"
set -e
bin=$(command -v pgbench || ls -d /usr/lib/postgresql/*/bin/pgbench | tail -n 1)
psql=$(command -v psql || ls -d /usr/lib/postgresql/*/bin/psql | tail -n 1)
"$psql" -q "$DATABASE_URL" -c 'create schema if not exists bench; create table if not exists bench.event (key uuid primary key, body bytea not null)'
script=$(mktemp)
echo "insert into bench.event (key, body) values (gen_random_uuid(), convert_to(repeat('x', 1024), 'UTF8'))" > "$script"
"$bin" -n -M prepared -c 64 -j 2 -T 6 -f "$script" "$DATABASE_URL"
rm -f "$script"
"$psql" -q "$DATABASE_URL" -c 'drop schema bench cascade' 2> /dev/null
"#;

/// Transactions a second.
pub async fn inserts_per_second(program: &Program) -> Result<f64> {
    let output = program.run(&["postgres", "run", "--", "sh", "-c", SCRIPT], "").await?;
    let line = output.lines().find(|line| line.starts_with("tps = ")).context("pgbench printed no rate")?;
    let figure = line["tps = ".len()..].split_whitespace().next().context("pgbench printed no rate")?;
    Ok(figure.parse()?)
}
