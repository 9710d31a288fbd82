//! What is wrong with a file is told with file, line and field, and never with a secret.

use super::*;

const ACCOUNT: &str = "[[account]]\nname = \"A\"\nchannel_kind = \"google-business-messages\"\n";
const WORKSTREAM: &str = "[[workstream]]\nname = \"W\"\nchannel_kind = \"google-business-messages\"\nfallback_queue = \"Default messaging queue\"\n";

/// What is written after a beginning, and what is said of it.
#[expect(clippy::too_many_lines, reason = "a table of faults")]
fn of_text() -> Vec<(String, &'static str)> {
    let account = |rest: &str| format!("{ACCOUNT}{rest}");
    let route = |rest: &str| format!("{WORKSTREAM}[[workstream.route]]\nname = \"R\"\n{rest}");
    vec![
        ("[[queue]\n".into(), "line 1: this is not TOML: "),
        ("[[queue]]\nname = \"A\"\nname = \"B\"".into(), "line 3: this is not TOML: duplicate key"),
        ("[[queue]]\n".into(), "line 1: queue: missing field `name`"),
        ("[[queue]]\nname = \"A\"\ncolour = 1".into(), "line 3: queue.colour: unknown field `colour`, expected one of"),
        ("[[que]]\nname = \"A\"".into(), "line 1: que: unknown field `que`, expected one of"),
        ("[[queue]]\nname = 5".into(), "line 2: queue.name: invalid type: integer `5`, expected a string"),
        ("[[queue]]\nname = \" \"".into(), "line 2: queue.name is missing"),
        ("[[queue]]\nname = \"A\"\npriority = 0".into(), "line 3: queue.priority must be between 1 and 10000"),
        (
            "[[queue]]\nname = \"A\"\nassignment = \"x\"".into(),
            "line 3: queue.assignment must be one of: highest_capacity",
        ),
        (
            "[[queue]]\nname = \"A\"\n[[queue]]\nname = \"a\"".into(),
            "line 4: queue.name \"a\" is there twice: another queue of this file has it",
        ),
        (
            "[[queue]]\nname = \"A\"\noverflow = { item_limit = 101 }".into(),
            "line 3: queue.overflow.item_limit must be between 1 and 100",
        ),
        (
            "[[queue]]\nname = \"A\"\noverflow = { wait = \"3d\", then = \"end\" }".into(),
            "line 3: queue.overflow.wait is not a time like 60m, 2h or 1d",
        ),
        ("[[queue]]\nname = \"A\"\noverflow = { item_limit = 5 }".into(), "line 3: queue.overflow.then is missing"),
        (
            "[[queue]]\nname = \"A\"\noverflow = { out_of_hours = \"drop\" }".into(),
            "line 3: queue.overflow.out_of_hours must be \"assign\"",
        ),
        (
            "[[hours]]\nname = \"A\"\ntime_zone = \"Oslo\"\nweek = {}".into(),
            "line 3: hours.time_zone is not a time zone like Europe/Oslo",
        ),
        (
            "[[hours]]\nname = \"A\"\ntime_zone = \"Europe/Oslo\"\nweek = { mon = [\"16:00-08:00\"] }".into(),
            "line 4: hours.week.mon ends before it begins",
        ),
        (
            "[[hours]]\nname = \"A\"\ntime_zone = \"Europe/Oslo\"\nweek = { man = [] }".into(),
            "line 4: hours.week.man is not a day of the week",
        ),
        (account("partner_id = \"a/b\""), "line 4: account.partner_id has a form that is not allowed here"),
        (
            account("client_token = { env = \"UNSET\" }"),
            "line 4: account.client_token names the environment variable UNSET, which is not set",
        ),
        (
            account("client_token = { env = \"EMPTY\" }"),
            "line 4: account.client_token names the environment variable EMPTY, which is not set",
        ),
        (
            account("client_token = { file = \"token.txt\" }"),
            "line 4: account.client_token names the file token.txt, which cannot be read: entity not found",
        ),
        (account("client_token = { }"), "line 4: account.client_token is a secret, which is given as { env"),
        (
            account("service_account = { env = \"OTHER\" }"),
            "line 4: account.service_account names the environment variable OTHER, which is no usable key file: the file cannot be read",
        ),
        (
            account("[[account.agent]]\nname = \"G\"\nbrand_id = \"b\""),
            "line 4: account.agent: missing field `agent_id`",
        ),
        (
            WORKSTREAM.replace("\"google", "\"googly"),
            "line 3: workstream.channel_kind must be one of: google-business-messages",
        ),
        (route(""), "line 5: workstream.route.queue is missing"),
        (
            route("queues = [{ name = \"A\", percent = 60 }, { name = \"B\", percent = 30 }]"),
            "line 7: workstream.route.queues must have percentages that total 100",
        ),
        (
            route("when = { field = \"customer.nam\", op = \"equals\", value = \"x\" }\nqueue = \"A\""),
            "line 7: workstream.route.when.field is not a field of the context",
        ),
        (
            route("when = { all = [\n{ field = \"hours.open\", op = \"contains\", value = \"x\" }] }\nqueue = \"A\""),
            "line 8: workstream.route.when.all.op must be one of: equals",
        ),
        (route("when = { field = \"hours.open\" }\nqueue = \"A\""), "line 7: workstream.route.when"),
    ]
}

#[test]
fn every_fault_of_a_text_is_told_with_file_line_and_field() {
    for (text, said) in of_text() {
        let fault = parse(&text).map(|_| ()).unwrap_err().to_string();
        assert!(fault.starts_with(&format!("fjordbank.toml, {said}")), "{text}\n{fault}");
        assert!(!fault.contains('\n'), "{fault}");
    }
}

#[test]
fn a_secret_in_the_file_is_refused_and_not_quoted() {
    for value in [format!("\"{TOKEN}\""), format!("[\"{TOKEN}\"]"), format!("{{ value = \"{TOKEN}\" }}"), "7".into()] {
        let fault = parse(&format!("{ACCOUNT}client_token = {value}")).map(|_| ()).unwrap_err().to_string();
        assert!(fault.starts_with("fjordbank.toml, line 4: account.client_token is a secret"), "{fault}");
        assert!(!fault.contains(TOKEN), "{fault}");
    }
}

#[test]
fn a_file_of_a_secret_is_found_beside_the_file_that_names_it() {
    let folder = std::env::temp_dir().join(format!("sentralbord-{}", domain::AccountId::new()));
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("token.txt"), format!("{TOKEN}\n")).unwrap();
    let named = |name: &str| format!("{ACCOUNT}client_token = {{ file = \"{name}\" }}");
    std::fs::write(folder.join("a.toml"), named("token.txt")).unwrap();
    File::read(&folder.join("a.toml")).unwrap();
    std::fs::write(folder.join("a.toml"), named("other.txt")).unwrap();
    let fault = File::read(&folder.join("a.toml")).map(|_| ()).unwrap_err().to_string();
    assert!(fault.contains("a.toml, line 4: account.client_token names the file other.txt, which"), "{fault}");
    std::fs::remove_dir_all(&folder).unwrap();
    let gone = File::read(&folder.join("a.toml")).map(|_| ()).unwrap_err().to_string();
    assert!(gone.ends_with("a.toml cannot be read: entity not found"), "{gone}");
}

#[sqlx::test(migrator = "crate::MIGRATOR")]
async fn what_a_file_names_has_to_be_there(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    apply(&portal, FULL).await.unwrap();
    let channel = |agent: &str| format!("{WORKSTREAM}[[workstream.channel]]\nagent = \"{agent}\"\nlanguage = \"nb\"\n");
    let agent =
        format!("{ACCOUNT}[[account.agent]]\nname = \"Fjordbank support\"\nbrand_id = \"b\"\nagent_id = \"a\"\n");
    let pick = FULL.replace("distribution = \"push\"", "distribution = \"pick\"");
    let partner = format!("{ACCOUNT}partner_id = \"fjordbank-partner\"\n");
    let cases = [
        (
            WORKSTREAM.replace("Default", "No"),
            "line 4: workstream.fallback_queue names the queue \"No messaging queue\"",
        ),
        (channel("Ingen"), "line 6: workstream.channel.agent names the agent account \"Ingen\", which is neither"),
        (
            channel("fjordbank SUPPORT"),
            "line 6: workstream.channel.agent \"fjordbank SUPPORT\" is in the workstream \"Fjordbank messages\" already",
        ),
        (agent, "line 5: account.agent.name \"Fjordbank support\" belongs to another account already"),
        (pick, "line 36: workstream.distribution cannot be changed: the workstream was made with push"),
        (partner, "line 4: account.partner_id is taken already"),
        (
            "[[queue]]\nname = \"Q\"\nhours = \"Natt\"".into(),
            "line 3: queue.hours names the hours \"Natt\", which are neither in this file nor in the portal",
        ),
        (
            "[[queue]]\nname = \"Q\"\noverflow = { out_of_hours = { transfer = \"q\" } }".into(),
            "line 3: queue.overflow.out_of_hours sends to the queue itself",
        ),
    ];
    let before = (portal.audit_names().await, export(&portal).await);
    for (text, said) in cases {
        let fault = apply(&portal, &text).await.unwrap_err();
        assert!(fault.starts_with(&format!("fjordbank.toml, {said}")), "{text}\n{fault}");
    }
    assert_eq!((portal.audit_names().await, export(&portal).await), before);
}
