//! How much a browser has to fetch, as it is served: in brotli where there is brotli. 1 kB is 1000 bytes.

use std::collections::BTreeSet;

use backend::testing::Portal;
use domain::user::Role;
use http::StatusCode;
use http::header::{ACCEPT, ACCEPT_ENCODING, CONTENT_ENCODING};
use sqlx::PgPool;

use crate::caller::{Caller, router};
use crate::doors::{PAGES, Things};

/// The overview with an empty cache, all that it needs.
const FIRST_PAGE: usize = 110_000;
const FIRST_PAGE_REQUESTS: usize = 6;
/// The page itself, and any page afterwards.
const HTML: usize = 20_000;
const CSS: usize = 12_000;
const JS: usize = 6_000;
const WASM: usize = 80_000;

/// What browsers take.
const ENCODINGS: &str = "gzip, deflate, br, zstd";

/// Something that a page makes a browser fetch.
#[derive(Debug)]
struct File {
    path: String,
    size: usize,
    text: String,
}

/// What a page is made of: itself first.
#[derive(Debug)]
struct Loaded(Vec<File>);

impl Loaded {
    fn page(&self) -> &File {
        &self.0[0]
    }

    fn size(&self) -> usize {
        self.0.iter().map(|file| file.size).sum()
    }

    /// The size of the one file with this ending.
    #[track_caller]
    fn only(&self, ending: &str) -> usize {
        let files: Vec<_> = self.0.iter().filter(|file| file.path.ends_with(ending)).collect();
        let [file] = files.as_slice() else { panic!("{} files are {ending}", files.len()) };
        file.size
    }
}

/// What stands in quotation marks or in `url(…)` and is an address of a file; in a script, what it imports.
fn files_in(text: &str, is_script: bool) -> BTreeSet<String> {
    let mut before = "";
    let quoted = text.split(['"', '\'', '(', ')']).filter(|part| {
        let is_imported =
            before.trim_end().ends_with("from") || before.trim_end().ends_with("import") || before.is_empty();
        before = part;
        is_imported || !is_script
    });
    let is_file = |part: &&str| {
        let name = part.split(['?', '#']).next().unwrap_or_default();
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
        !name.contains(|c: char| c.is_whitespace() || c == ',')
            && ["css", "js", "mjs", "wasm", "svg", "png", "jpg", "webp", "avif", "ico", "woff", "woff2", "ttf", "otf"]
                .contains(&ending)
            && name.contains('/')
    };
    quoted.filter(is_file).map(str::to_owned).collect()
}

/// Loads a page and everything that it leads a browser to, and what that leads to.
async fn load(browser: &Caller, path: &str) -> Loaded {
    let page = browser.get(path).await;
    assert_eq!(page.status, StatusCode::OK, "{path}");
    let size = browser.with(ACCEPT_ENCODING, ENCODINGS).get(path).await.body.len();
    let mut loaded = Loaded(vec![File { path: path.to_owned(), size, text: page.text() }]);
    let mut known = BTreeSet::new();
    let mut next = 0;
    while let Some(file) = loaded.0.get(next) {
        for name in files_in(&file.text, file.path.ends_with("js")) {
            let name = name.replace("./", "/pkg/");
            assert!(name.starts_with('/') && !name.starts_with("//"), "{path} fetches {name} from elsewhere");
            if !known.insert(name.clone()) {
                continue;
            }
            let plain = browser.get(&name).await;
            assert_eq!(plain.status, StatusCode::OK, "{name}: build the site with `cargo run -p bundle`");
            let packed = browser.with(ACCEPT_ENCODING, ENCODINGS).get(&name).await;
            assert_eq!(packed.header(&CONTENT_ENCODING), "br", "{name} is served without brotli");
            let is_text = ["css", "js"].contains(&name.rsplit('.').next().unwrap_or_default());
            let text = if is_text { plain.text() } else { String::new() };
            loaded.0.push(File { path: name, size: packed.body.len(), text });
        }
        next += 1;
    }
    loaded
}

/// An administrator with an empty cache.
async fn administrator(portal: &Portal) -> Caller {
    let router = router(portal);
    let css = server::site::assets().css;
    let style = Caller::stranger(&router).get(&css).await;
    assert_eq!(
        style.status,
        StatusCode::OK,
        "there is no site in target/site: run `cargo run -p bundle`, then test again"
    );
    Caller::person(portal, &router, Role::SystemAdministrator).await.with(ACCEPT, "text/html")
}

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn the_first_page_after_signing_in_is_small(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    Things::make(&portal).await;
    let first = load(&administrator(&portal).await, "/").await;
    let sizes: Vec<_> = first.0.iter().map(|file| (file.path.as_str(), file.size)).collect();
    assert!(first.size() <= FIRST_PAGE, "the first page is {} bytes: {sizes:?}", first.size());
    assert!(first.0.len() <= FIRST_PAGE_REQUESTS, "the first page is {} requests: {sizes:?}", first.0.len());
    assert!(first.page().size <= HTML, "{sizes:?}");
    assert!(first.only(".css") <= CSS, "{sizes:?}");
    let fonts =
        first.0.iter().filter(|file| [".woff", ".woff2", ".ttf", ".otf"].iter().any(|end| file.path.ends_with(end)));
    assert_eq!(fonts.count(), 0, "the device's own fonts are used: {sizes:?}");
}

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn the_library_of_the_islands_is_small(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let browser = administrator(&portal).await;
    let page = load(&browser, "/conversations").await;
    assert!(page.page().text.contains("<leptos-island"), "another page with an island is needed here");
    assert!(page.only(".wasm") <= WASM, "the library is {} bytes", page.only(".wasm"));
    let scripts: usize = page.0.iter().filter(|file| file.path.ends_with("js")).map(|file| file.size).sum();
    assert!((1..=JS).contains(&scripts), "the scripts are {scripts} bytes");
}

#[sqlx::test(migrator = "backend::MIGRATOR")]
async fn every_page_is_small_and_loads_scripts_for_islands_only(pool: PgPool) {
    let portal = Portal::on(&pool).await;
    let things = Things::make(&portal).await;
    let browser = administrator(&portal).await;
    let (mut with, mut without, mut engine) = (0, 0, Vec::new());
    for (_, address, _) in PAGES {
        let address = things.fill(address);
        let page = browser.get(&address).await;
        let text = page.text();
        // The style guide shows everything at once.
        if address != "/styleguide" {
            let size = browser.with(ACCEPT_ENCODING, ENCODINGS).get(&address).await.body.len();
            let most = if address == "/me" { 40_000 } else { HTML };
            assert!(size <= most, "{address} is {size} bytes");
        }
        let has_engine = text.contains("data-engine-js") || text.contains("/pkg/engine");
        if text.contains("<leptos-island") {
            assert!(!has_engine, "{address} needs no engine");
            with += 1;
        } else if has_engine {
            engine.push(address);
        } else {
            without += 1;
            let has_script = text.contains("<script") || text.contains(".wasm") || text.contains("modulepreload");
            assert!(!has_script, "{address} has a script and no island");
        }
    }
    assert!(engine.len() == 1 && engine[0].ends_with("/rules/try"), "one page fetches the engine: {engine:?}");
    assert!(with > 3 && without > 10, "{with} pages with islands and {without} without");
}
