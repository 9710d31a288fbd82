use std::ffi::OsString;
use std::path::Path;

use super::*;

fn load(flags: &Flags, variables: &[(&str, &str)]) -> Result<Config, Invalid> {
    let find = |name: &str| variables.iter().find(|(given, _)| *given == name).map(|(_, value)| OsString::from(value));
    Config::from_sources(&Sources::open(flags, find)?)
}

fn complaint(variables: &[(&str, &str)]) -> String {
    load(&Flags::default(), variables).unwrap_err().to_string()
}

struct File(PathBuf);

impl File {
    fn with(text: &str) -> Self {
        let path = std::env::temp_dir().join(format!("sentralbord-config-{}.toml", uuid::Uuid::new_v4()));
        std::fs::write(&path, text).unwrap();
        Self(path)
    }

    fn load(&self) -> Result<Config, Invalid> {
        load(&Flags { config: Some(self.0.clone()), ..Flags::default() }, &[])
    }
}

impl Drop for File {
    fn drop(&mut self) {
        std::fs::remove_file(&self.0).unwrap();
    }
}

#[test]
fn nothing_set_gives_the_documented_defaults() {
    let config = load(&Flags::default(), &[]).unwrap();
    assert_eq!(config.listen.to_string(), "127.0.0.1:3000");
    assert_eq!(config.public_url(), "http://127.0.0.1:3000");
    assert_eq!(config.data_dir, Path::new(".data"));
    assert_eq!(config.metrics_listen.to_string(), "127.0.0.1:9464");
    assert!(config.emulator_listen.is_none() && config.database_url.is_none() && config.environment.is_none());
    assert_eq!(config.master_key(), Ok(MasterKeyFile::OfDataDir(".data/master.key".into())));
}

#[test]
fn a_flag_beats_the_environment_which_beats_the_file() {
    let file =
        File::with("listen = '127.0.0.1:1'\nmetrics_listen = '127.0.0.1:2'\npublic_url = 'https://a.example/'\n");
    let flags = Flags { config: Some(file.0.clone()), listen: Some("127.0.0.1:5".into()), ..Flags::default() };
    let variables = [("SENTRALBORD_LISTEN", "127.0.0.1:3"), ("SENTRALBORD_METRICS_LISTEN", "localhost:4")];
    let config = load(&flags, &variables).unwrap();
    assert_eq!((config.listen.port(), config.metrics_listen.port()), (5, 4));
    assert_eq!(config.public_url(), "https://a.example");
}

#[test]
fn an_empty_variable_is_unset() {
    assert!(load(&Flags::default(), &[("SENTRALBORD_EMULATOR_LISTEN", "")]).unwrap().emulator_listen.is_none());
}

#[test]
fn the_public_url_follows_the_address_that_was_bound() {
    let config = load(&Flags::default(), &[("SENTRALBORD_LISTEN", "0.0.0.0:0")]).unwrap();
    assert_eq!(config.public_url_at("0.0.0.0:4000".parse().unwrap()), "http://localhost:4000");
    assert_eq!(config.public_url_at("[::1]:4000".parse().unwrap()), "http://[::1]:4000");
}

#[test]
fn what_is_wrong_is_named_with_its_source() {
    let wrong = [
        ("SENTRALBORD_LISTEN", "3000"),
        ("SENTRALBORD_METRICS_LISTEN", "nowhere"),
        ("SENTRALBORD_EMULATOR_LISTEN", "127.0.0.1:99999"),
        ("SENTRALBORD_PUBLIC_URL", "portal.example.no"),
        ("SENTRALBORD_PUBLIC_URL", "https://portal.example.no/path"),
        ("SENTRALBORD_PUBLIC_URL", "https://someone@portal.example.no"),
        ("SENTRALBORD_GOOGLE_BASE_URL", "ftp://example.no"),
        ("SENTRALBORD_ENVIRONMENT", "a name that is far too long for a badge"),
    ];
    for (name, value) in wrong {
        let complaint = complaint(&[(name, value)]);
        assert!(complaint.starts_with(&format!("{name} is ")), "{value}: {complaint}");
    }
    let flags = Flags { listen: Some("x".into()), ..Flags::default() };
    assert_eq!(load(&flags, &[]).unwrap_err().to_string(), "--listen is not an address like 127.0.0.1:3000");
}

#[test]
fn a_database_address_is_never_printed() {
    for value in ["mysql://a:hush@b/c", "postgres://a:hush@b:port/c", "hush"] {
        let complaint = complaint(&[("DATABASE_URL", value)]);
        assert!(complaint.starts_with("DATABASE_URL is not") && !complaint.contains("hush"), "{complaint}");
    }
    let variables = [("DATABASE_URL", "postgres://a:hush@b/c"), ("SENTRALBORD_MASTER_KEY_FILE", "k")];
    let config = load(&Flags::default(), &variables).unwrap();
    assert!(!format!("{config:?}").contains("hush"));
    assert_eq!(config.database_url.unwrap().options().get_host(), "b");
}

#[test]
fn another_database_needs_a_master_key_of_its_own() {
    let config = load(&Flags::default(), &[("DATABASE_URL", "postgres://a@b/c")]).unwrap();
    let complaint = config.master_key().unwrap_err().to_string();
    assert!(complaint.contains("sentralbord keys new FILE"), "{complaint}");
}

#[test]
fn a_settings_file_with_something_else_is_refused() {
    let unknown = File::with("listn = '127.0.0.1:1'\n").load().unwrap_err().to_string();
    assert!(unknown.starts_with("listn in the settings file") && unknown.contains("listen,"), "{unknown}");
    let number = File::with("listen = 3000\n").load().unwrap_err().to_string();
    assert!(number.starts_with("listen in the settings file") && number.contains("text in quotes"), "{number}");
    let broken = File::with("listen = '127.0.0.1:1'\npublic_url = \n").load().unwrap_err().to_string();
    assert!(broken.contains("is not TOML: line 2:"), "{broken}");
    let bad = File::with("public_url = 'x'\n").load().unwrap_err().to_string();
    assert!(bad.starts_with("public_url in the settings file"), "{bad}");
}

#[test]
fn a_settings_file_that_is_not_there_is_refused() {
    let complaint = complaint(&[("SENTRALBORD_CONFIG", "/nowhere/settings.toml")]);
    assert!(complaint.contains("/nowhere/settings.toml, named by SENTRALBORD_CONFIG, cannot be read"), "{complaint}");
}
