//! As little HTTP/1.1 as is needed: where the program is measured, asking must cost less than what is asked.

use anyhow::{Context, Result, bail};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// An answer as it came over the wire.
pub struct Answer {
    pub status: u16,
    /// Without the empty line at its end.
    pub head: String,
    pub sent: Vec<u8>,
}

impl Answer {
    /// The first header of that name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head
            .lines()
            .filter_map(|line| line.split_once(':'))
            .find_map(|(key, value)| key.eq_ignore_ascii_case(name).then(|| value.trim()))
    }

    /// The body, whole; packed as it was sent.
    pub fn body(&self) -> Result<Vec<u8>> {
        let is_chunked = self.header("transfer-encoding").is_some_and(|value| value.eq_ignore_ascii_case("chunked"));
        if is_chunked { unchunk(&self.sent) } else { Ok(self.sent.clone()) }
    }
}

/// Sends one request on a connection of its own. `head` holds further header lines, each ended by CRLF.
pub async fn ask(address: &str, method: &str, path: &str, head: &str, body: &[u8]) -> Result<Answer> {
    let mut stream = TcpStream::connect(address).await?;
    let request = format!(
        "{method} {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\ncontent-length: {}\r\n{head}\r\n",
        body.len()
    );
    stream.write_all(request.as_bytes()).await?;
    stream.write_all(body).await?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).await?;
    let end = find(&bytes, b"\r\n\r\n").context("an answer without an end of its head")?;
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).context("an answer without a status")?;
    Ok(Answer { status, head, sent: bytes.split_off(end + 4) })
}

pub fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}

fn unchunk(mut bytes: &[u8]) -> Result<Vec<u8>> {
    let mut whole = Vec::new();
    loop {
        let end = find(bytes, b"\r\n").context("a chunk without a size")?;
        let size = usize::from_str_radix(std::str::from_utf8(&bytes[..end])?.trim(), 16)?;
        if size == 0 {
            return Ok(whole);
        }
        let start = end + 2;
        if bytes.len() < start + size + 2 {
            bail!("a chunk is cut short");
        }
        whole.extend_from_slice(&bytes[start..start + size]);
        bytes = &bytes[start + size + 2..];
    }
}
