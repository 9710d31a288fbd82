//! The work after the answer: how fast what was taken takes effect.

use std::time::{Duration, Instant};

use anyhow::Result;
use server::embedded_postgres::EmbeddedPostgres;
use sqlx::{ConnectOptions, Connection};

use crate::program::Program;

/// Jobs done a second, measured while those that wait are worked off and nothing else is asked; returns when none is left.
pub async fn jobs_per_second(program: &Program) -> Result<f64> {
    let postgres = EmbeddedPostgres::open(program.path("data").as_ref()).await?;
    let mut connection = postgres.options().connect().await?;
    let (began, mut first) = (Instant::now(), None);
    loop {
        let waiting: i64 = sqlx::query_scalar("select count(*) from app.job").fetch_one(&mut connection).await?;
        let first = *first.get_or_insert(waiting);
        if waiting == 0 {
            connection.close().await?;
            postgres.close().await?;
            #[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
            return Ok(first as f64 / began.elapsed().as_secs_f64());
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}
