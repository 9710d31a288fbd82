//! Master keys: 32 bytes each, from a file that only we can read. The first of the file seals; all of them open.

use std::{
    fmt,
    fs::File,
    io::Read,
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
};

use base64::{Engine, engine::general_purpose::STANDARD};
use ed25519_dalek::{Signer, SigningKey};
use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::Zeroizing;

/// The largest key file that is read, in bytes: room for a few keys.
const FILE_BYTES: u64 = KeyRing::FILE_BYTES as u64;

/// The credential that systemd may hand us in `$CREDENTIALS_DIRECTORY`.
const CREDENTIAL: &str = "sentralbord-master-key";

/// The master keys of this process.
pub struct KeyRing {
    current: MasterKey,
    earlier: Vec<MasterKey>,
}

/// One master key, as what it is used for: the key that wraps the keys of the records, and the one that signs the audit log.
pub(super) struct MasterKey {
    id: String,
    wrapping: Zeroizing<[u8; 32]>,
    audit: SigningKey,
}

/// Why a key file is not taken. Whole sentences for the operator; never the content.
#[derive(Debug, thiserror::Error)]
pub enum KeyFileFault {
    /// Not there, not a file, or not readable.
    #[error("the master key file {} cannot be read: {source}", file.display())]
    Unreadable {
        /// The file.
        file: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// Others than its owner can read or change it.
    #[error("the master key file {} has mode {mode:04o}, so that others can use it. Run: chmod 600 {}", file.display(), file.display())]
    OpenToOthers {
        /// The file.
        file: PathBuf,
        /// Its mode.
        mode: u32,
    },
    /// It belongs to somebody else than the user that runs the program.
    #[error("the master key file {} belongs to user {owner}, but the program runs as user {user}. Run: chown {user} {}", file.display(), file.display())]
    OtherOwner {
        /// The file.
        file: PathBuf,
        /// Whose it is.
        owner: u32,
        /// Who we are.
        user: u32,
    },
    /// Something else than keys.
    #[error("the master key file {} does not hold 32 bytes in base64. `sentralbord keys new FILE` makes such a file", file.display())]
    Malformed {
        /// The file.
        file: PathBuf,
    },
}

impl KeyRing {
    /// The largest key file that is read, in bytes.
    pub const FILE_BYTES: usize = 1024;

    /// Reads a key file: 32 bytes in base64, one key a line. Its mode must be 0600 or 0400 and its owner the user that runs the
    /// program.
    pub fn read(file: &Path) -> Result<Self, KeyFileFault> {
        let mut opened = open(file)?;
        let about = opened.metadata().map_err(|source| unreadable(file, source))?;
        let mode = about.mode() & 0o7777;
        if !matches!(mode, 0o600 | 0o400) {
            return Err(KeyFileFault::OpenToOthers { file: file.to_owned(), mode });
        }
        let (owner, user) = (about.uid(), rustix::process::geteuid().as_raw());
        if owner != user {
            return Err(KeyFileFault::OtherOwner { file: file.to_owned(), owner, user });
        }
        Self::read_from(&mut opened, file)
    }

    /// Whether systemd handed over a key (`LoadCredential=sentralbord-master-key:…`). `directory` is `$CREDENTIALS_DIRECTORY`.
    pub fn has_credential(directory: &Path) -> bool {
        directory.join(CREDENTIAL).exists()
    }

    /// Reads the key that systemd handed over; systemd itself keeps others out of the directory.
    pub fn read_credential(directory: &Path) -> Result<Self, KeyFileFault> {
        let file = directory.join(CREDENTIAL);
        Self::read_from(&mut open(&file)?, &file)
    }

    /// Reads keys that were handed over open, such as by a pipe.
    pub fn read_handed(name: &Path) -> Result<Self, KeyFileFault> {
        Self::read_from(&mut open(name)?, name)
    }

    /// Keys in base64, one a line. `None` when it is anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let keys = text.lines().map(str::trim).filter(|line| !line.is_empty()).map(MasterKey::parse);
        let mut keys = keys.collect::<Option<Vec<_>>>()?.into_iter();
        Some(Self { current: keys.next()?, earlier: keys.collect() })
    }

    fn read_from(opened: &mut File, file: &Path) -> Result<Self, KeyFileFault> {
        let mut text = Zeroizing::new(String::with_capacity(1024));
        match opened.take(FILE_BYTES).read_to_string(&mut text) {
            Err(source) if source.kind() != std::io::ErrorKind::InvalidData => Err(unreadable(file, source)),
            _ => Self::parse(&text).ok_or_else(|| KeyFileFault::Malformed { file: file.to_owned() }),
        }
    }

    pub(super) fn current(&self) -> &MasterKey {
        &self.current
    }

    pub(super) fn get(&self, id: &str) -> Option<&MasterKey> {
        self.keys().find(|key| key.id == id)
    }

    pub(super) fn ids(&self) -> impl Iterator<Item = &str> {
        self.keys().map(MasterKey::id)
    }

    /// Signs for the audit log with what follows from the current key: the key's name, the public half, the signature.
    pub(super) fn sign_audit(&self, statement: &[u8]) -> (String, [u8; 32], [u8; 64]) {
        let key = &self.current.audit;
        (self.current.id.clone(), key.verifying_key().to_bytes(), key.sign(statement).to_bytes())
    }

    /// The public halves of the keys that sign the audit log, by the names of the master keys that they follow from.
    pub(super) fn audit_keys(&self) -> impl Iterator<Item = (&str, [u8; 32])> {
        self.keys().map(|key| (key.id(), key.audit.verifying_key().to_bytes()))
    }

    fn keys(&self) -> impl Iterator<Item = &MasterKey> {
        std::iter::once(&self.current).chain(&self.earlier)
    }
}

/// Shows the ids of the keys only.
impl fmt::Debug for KeyRing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.ids()).finish()
    }
}

impl MasterKey {
    fn parse(line: &str) -> Option<Self> {
        let bytes = Zeroizing::new(STANDARD.decode(line).ok()?);
        if bytes.len() != 32 {
            return None;
        }
        let derive = Hkdf::<Sha256>::new(None, &bytes);
        let (mut wrapping, mut id) = (Zeroizing::new([0; 32]), [0; 8]);
        let mut audit = Zeroizing::new([0; 32]);
        derive.expand(b"wrap/v1", &mut *wrapping).ok()?;
        derive.expand(b"id/v1", &mut id).ok()?;
        derive.expand(b"audit/v1", &mut *audit).ok()?;
        Some(Self { id: data_encoding::HEXLOWER.encode(&id), wrapping, audit: SigningKey::from_bytes(&audit) })
    }

    /// The key's name in rows. It follows from the key and says nothing about it.
    pub(super) fn id(&self) -> &str {
        &self.id
    }

    pub(super) fn wrapping(&self) -> &[u8; 32] {
        &self.wrapping
    }
}

fn open(file: &Path) -> Result<File, KeyFileFault> {
    File::open(file).map_err(|source| unreadable(file, source))
}

fn unreadable(file: &Path, source: std::io::Error) -> KeyFileFault {
    KeyFileFault::Unreadable { file: file.to_owned(), source }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{fs, os::unix::fs::PermissionsExt};

    struct Scratch(PathBuf);

    impl Scratch {
        fn with(text: &[u8], mode: u32) -> Self {
            let file = std::env::temp_dir().join(format!("sentralbord-ring-{}", uuid::Uuid::new_v4()));
            fs::write(&file, text).unwrap();
            fs::set_permissions(&file, fs::Permissions::from_mode(mode)).unwrap();
            Self(file)
        }
    }

    impl Drop for Scratch {
        fn drop(&mut self) {
            let _ = fs::remove_file(&self.0);
        }
    }

    fn line(byte: u8) -> String {
        format!("{}\n", STANDARD.encode([byte; 32]))
    }

    #[test]
    fn the_first_key_seals_and_all_open() {
        for mode in [0o600, 0o400] {
            let file = Scratch::with(format!("{}{}", line(1), line(2)).as_bytes(), mode);
            let ring = KeyRing::read(&file.0).unwrap();
            let (one, two) = (KeyRing::parse(&line(1)).unwrap(), KeyRing::parse(&line(2)).unwrap());
            assert_eq!(ring.current().id(), one.current().id());
            assert!(ring.get(two.current().id()).is_some());
        }
    }

    #[test]
    fn a_file_that_others_can_use_is_refused_with_the_remedy() {
        for mode in [0o644, 0o640, 0o660, 0o700] {
            let file = Scratch::with(line(1).as_bytes(), mode);
            let refused = KeyRing::read(&file.0).unwrap_err().to_string();
            assert!(refused.contains(&format!("{mode:04o}")) && refused.contains("chmod 600"), "{refused}");
        }
    }

    #[test]
    fn what_is_no_key_is_refused_without_quoting_it() {
        let short = STANDARD.encode([1; 31]);
        for text in [b"".as_slice(), b"canary", short.as_bytes(), &[0xff; 40]] {
            let file = Scratch::with(text, 0o600);
            let refused = KeyRing::read(&file.0).unwrap_err();
            assert!(matches!(refused, KeyFileFault::Malformed { .. }), "{refused}");
            assert!(!refused.to_string().contains("canary"));
        }
    }

    #[test]
    fn a_missing_file_is_named() {
        let refused = KeyRing::read(Path::new("/nowhere/master.key")).unwrap_err().to_string();
        assert!(refused.contains("/nowhere/master.key"), "{refused}");
        assert!(!KeyRing::has_credential(Path::new("/nowhere")));
        let refused = KeyRing::read_credential(Path::new("/nowhere")).unwrap_err().to_string();
        assert!(refused.contains("/nowhere/sentralbord-master-key"), "{refused}");
    }

    #[test]
    fn debug_shows_no_key() {
        let ring = KeyRing::parse(&line(1)).unwrap();
        assert_eq!(format!("{ring:?}"), format!("[\"{}\"]", ring.current().id()));
    }
}
