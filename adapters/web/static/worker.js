// Shows the offline page when the office cannot be reached; keeps nothing else.

const KEPT = "shouwen-VERSION";
const FILES = ["offline", "static/VERSION/page.css", "static/VERSION/card.css", "static/VERSION/offline.js",
  "static/VERSION/mark.svg"];

addEventListener("install", (event) => {
  event.waitUntil(caches.open(KEPT).then((kept) => kept.addAll(FILES)).then(() => skipWaiting()));
});

addEventListener("activate", (event) => {
  const old = (names) => names.filter((name) => name.startsWith("shouwen-") && name !== KEPT);
  event.waitUntil(caches.keys().then((names) => Promise.all(old(names).map((name) => caches.delete(name)))));
});

addEventListener("fetch", (event) => {
  const { mode, url, method } = event.request;
  if (method !== "GET" || (mode !== "navigate" && !url.includes("/static/"))) return;
  const kept = () => caches.match(mode === "navigate" ? "offline" : event.request);
  event.respondWith(fetch(event.request).catch(async () => await kept() ?? Response.error()));
});
