//! What a browser with an empty cache fetches for the first page after sign-in.

use std::path::Path;

use anyhow::{Context, Result, ensure};

use crate::{
    client::{Answer, ask},
    program::{EMAIL, PASSWORD, Program},
};

pub struct FirstPage {
    /// Over the wire, heads included.
    pub bytes: usize,
    pub requests: usize,
}

/// The overview with everything that it links to: style, icon, and where there are islands the loader's two files.
pub async fn first_page(program: &Program) -> Result<FirstPage> {
    let cookie = sign_in(program).await?;
    let head = format!("cookie: {cookie}\r\naccept: text/html\r\naccept-encoding: br\r\nsec-fetch-site: none\r\n");
    let page = ask(&program.address, "GET", "/", &head, b"").await?;
    ensure!(page.status == 200, "the overview answered {}", page.status);
    let plain_head = head.replace("accept-encoding: br\r\n", "");
    let plain = ask(&program.address, "GET", "/", &plain_head, b"").await?;
    let html = String::from_utf8(plain.body()?)?;
    let mut files: Vec<&str> = links(&html).collect();
    files.sort_unstable();
    files.dedup();
    let mut first = FirstPage { bytes: size(&page), requests: 1 };
    for file in files {
        let answer = ask(&program.address, "GET", file, "accept-encoding: br\r\n", b"").await?;
        ensure!(answer.status == 200, "{file} answered {}", answer.status);
        first.bytes += size(&answer);
        first.requests += 1;
    }
    Ok(first)
}

/// Files of the site that the page names.
fn links(html: &str) -> impl Iterator<Item = &str> {
    html.split('"').filter(|text| text.starts_with("/pkg/") || *text == "/favicon.svg")
}

/// A library of the browser as it is sent: that of the islands, or that of the engine.
pub fn wasm_bytes(name: &str) -> Result<u64> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/site/pkg");
    let mut files = std::fs::read_dir(&folder).with_context(|| format!("{} is not built", folder.display()))?;
    let is_it = |file: &str| file.starts_with(name) && file.ends_with(".wasm.br");
    let file = files
        .find_map(|file| file.ok().filter(|file| is_it(&file.file_name().to_string_lossy())))
        .with_context(|| format!("the site has no compressed {name}wasm"))?;
    Ok(file.metadata()?.len())
}

/// Over the wire, head included.
fn size(answer: &Answer) -> usize {
    answer.head.len() + "\r\n\r\n".len() + answer.sent.len()
}

/// Signs the administrator in and returns the cookie.
pub async fn sign_in(program: &Program) -> Result<String> {
    let form =
        format!("form%5Bemail%5D={}&form%5Bpassword%5D={}", EMAIL.replace('@', "%40"), PASSWORD.replace(' ', "+"));
    let head = format!(
        "origin: http://{}\r\nsec-fetch-site: same-origin\r\naccept: text/html\r\n\
         content-type: application/x-www-form-urlencoded\r\n",
        program.address
    );
    let answer = ask(&program.address, "POST", "/api/sign-in/begin", &head, form.as_bytes()).await?;
    let cookie = answer.header("set-cookie").with_context(|| format!("sign-in answered {}", answer.status))?;
    Ok(cookie.split(';').next().unwrap_or_default().to_owned())
}
