// Keeps the live parts of an open page fresh. Everything works without it.
const page = document.documentElement;
let seen = page.dataset.version;

async function refresh() {
  const answer = await fetch(location.href);
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const part of document.querySelectorAll("[data-live]")) {
    const news = fresh.getElementById(part.id);
    if (news && !part.contains(document.activeElement)) part.replaceChildren(...news.childNodes);
  }
}

async function look() {
  try {
    if (document.visibilityState === "visible") {
      const version = await (await fetch("/version")).text();
      if (version !== seen) {
        seen = version;
        await refresh();
      }
    }
  } catch {
    // The emulator is away: ask again.
  }
  setTimeout(look, 700);
}

if (document.querySelector("[data-live]")) look();
