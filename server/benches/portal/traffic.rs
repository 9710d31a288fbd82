//! A year of traffic: how lists and the time machine do when a million conversations are stored. A portal with a thousand is asked
//! the same in turns, so that what the machine does besides falls on both.

use std::time::{Duration, Instant, SystemTime};

use anyhow::{Context, Result, ensure};
use domain::ConversationId;
use server::embedded_postgres::EmbeddedPostgres;
use sqlx::{ConnectOptions, Connection};

use crate::{client::ask, program::Program, site::sign_in};

const YEAR: i64 = 1_000_000;
const LITTLE: i64 = 1_000;
/// Stored in one statement.
const STEP: i64 = 50_000;
/// How often each list is asked for, by each portal.
const ASKED: usize = 60;
const TRAFFIC: &str = include_str!("traffic.sql");

pub struct Figures {
    /// The slowest of a hundred, in milliseconds, and how it compares with that of a thousand conversations.
    pub conversations: (f64, f64),
    pub receipts: (f64, f64),
    /// Seconds to decide the newest 100,000 again and to show what would have changed.
    pub replay: f64,
}

pub async fn year() -> Result<Figures> {
    let (large, little) = (portal(YEAR).await?, portal(LITTLE).await?);
    let mut replays = Vec::new();
    for _ in 0..crate::ROUNDS {
        replays.push(large.replay().await?);
    }
    let mut figures = Figures { conversations: (0.0, 0.0), receipts: (0.0, 0.0), replay: crate::median(replays) };
    for (list, figure) in [("conversations", &mut figures.conversations), ("receipts", &mut figures.receipts)] {
        let (pages, few) = (large.pages(list).await?, little.pages(list).await?);
        let (mut slow, mut quick) = (Vec::new(), Vec::new());
        for _ in 0..ASKED {
            for (page, other) in pages.iter().zip(&few) {
                slow.push(large.get(page).await?.0);
                quick.push(little.get(other).await?.0);
            }
        }
        let (slow, quick) = (p99(slow), p99(quick));
        *figure = (slow, slow / quick);
    }
    large.program_ended().await?;
    little.program_ended().await?;
    Ok(figures)
}

/// A portal with so many conversations, and somebody who is signed in.
struct Portal {
    program: Program,
    head: String,
}

async fn portal(count: i64) -> Result<Portal> {
    let (program, _) = Program::connected().await?;
    let rules = program.write("traffic.toml", include_str!("traffic.toml"))?;
    program.run(&["apply", &rules], "").await?;
    let postgres = EmbeddedPostgres::open(program.path("data").as_ref()).await?;
    let mut connection = postgres.options().connect().await?;
    // What is stored is whole by itself; checking each row's references takes longer than storing it.
    sqlx::raw_sql("set session_replication_role = replica; set synchronous_commit = off")
        .execute(&mut connection)
        .await?;
    // The oldest first, as they came.
    for step in (0..count).step_by(usize::try_from(STEP)?).collect::<Vec<_>>().into_iter().rev() {
        sqlx::query(TRAFFIC).bind(count).bind(step).bind(step + STEP).execute(&mut connection).await?;
    }
    sqlx::raw_sql("vacuum analyze").execute(&mut connection).await?;
    connection.close().await?;
    postgres.close().await?;
    let cookie = sign_in(&program).await?;
    Ok(Portal { program, head: format!("cookie: {cookie}\r\naccept: text/html\r\nsec-fetch-site: none\r\n") })
}

impl Portal {
    async fn get(&self, path: &str) -> Result<(f64, String)> {
        let began = Instant::now();
        let answer = ask(&self.program.address, "GET", path, &self.head, b"").await?;
        let took = began.elapsed();
        ensure!(answer.status == 200, "{path} answered {}", answer.status);
        Ok((milliseconds(took), String::from_utf8(answer.body()?)?))
    }

    /// The list as it opens, its next page, one from the depth of the year, and each of its filters.
    async fn pages(&self, list: &str) -> Result<Vec<String>> {
        let account = self.first("accounts").await?;
        let mut pages = vec![format!("/{list}"), format!("/{list}?account={account}")];
        let newest = self.program.api(&format!("/api/v1/{list}?limit=100")).await?;
        let cursor = newest["next_cursor"].as_str().context("a list of one page")?;
        pages.push(format!("/{list}?after={cursor}"));
        // Half a year ago.
        let instant = jiff::Timestamp::try_from(SystemTime::now() - Duration::from_hours(180 * 24))?;
        pages.push(format!("/{list}?after={}", ConversationId::earliest(instant)));
        let filters: &[&str] = match list {
            "receipts" => &["outcome=refused", "outcome=accepted", "outcome=dead_letter"],
            _ => &["state=open", "state=closed", "state=wrap_up"],
        };
        pages.extend(filters.iter().map(|filter| format!("/{list}?{filter}")));
        if list == "conversations" {
            let queue = self.first("queues").await?;
            pages.push(format!("/{list}?queue={queue}"));
            pages.push(format!("/{list}?queue={queue}&state=open"));
        }
        Ok(pages)
    }

    async fn first(&self, list: &str) -> Result<String> {
        let list = self.program.api(&format!("/api/v1/{list}")).await?;
        Ok(list["items"][0]["id"].as_str().context("an empty list")?.to_owned())
    }

    /// Seconds of the time machine's page over the last 30 days.
    async fn replay(&self) -> Result<f64> {
        let path = format!("/workstreams/{}/rules/replay?window=30d", self.first("workstreams").await?);
        let (took, page) = self.get(&path).await?;
        ensure!(page.contains("100,000") || page.contains("100\u{a0}000"), "the page does not speak of 100,000");
        Ok(took / 1000.0)
    }

    async fn program_ended(mut self) -> Result<()> {
        self.program.terminate().await?;
        Ok(())
    }
}

fn milliseconds(took: Duration) -> f64 {
    took.as_secs_f64() * 1000.0
}

/// The figure that one of a hundred is above.
fn p99(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() * 99 / 100]
}
