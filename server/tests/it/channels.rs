//! A channel that exists already.

use backend::testing::{Line, Portal};
use sqlx::PgPool;

use crate::people::administrator;

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn a_channel_gets_another_language_and_other_features(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let mut ada = administrator(&portal).await;
    let line = Line::open(&portal).await;
    let workstreams = portal.backend.workstreams();
    let channel = workstreams.get(&line.admin, line.workstream_id).await.unwrap().channels.remove(0);
    let page = format!("/workstreams/{}", line.workstream_id);
    let edit = format!("{page}/channels/{}/edit", channel.id);
    ada.open(&page).await.shows(&edit);
    ada.open(&edit).await.is_at(&edit, 200).shows("Endre kanalen");
    let (id, version) = (channel.id.to_string(), channel.version.to_string());
    let with = |extra: &[(&'static str, &'static str)]| {
        let mut fields = vec![("id", id.as_str()), ("form[version]", version.as_str())];
        fields.extend(extra);
        fields
    };
    let nobody = with(&[("form[language]", "en-GB"), ("form[attachments]", "true")]);
    ada.post("/api/workstreams/change-channel", &nobody).await.is_at(&edit, 200).shows("error-summary");
    let customers =
        with(&[("form[language]", "en-GB"), ("form[attachments]", "true"), ("form[from_customers]", "true")]);
    ada.post("/api/workstreams/change-channel", &customers).await.is_at(&page, 200).shows("Endringene er lagret.");
    let now = workstreams.channel(&line.admin, channel.id).await.unwrap();
    assert_eq!(
        (now.language.as_str(), now.attachments_from_customers, now.attachments_from_agents),
        ("en-GB", true, false)
    );
}
