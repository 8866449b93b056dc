// The line to the server: the stream of changes, and what a person says, presses and winds.

import { ask, asked, posted, sayLast, uploaded } from "./ask.js";
import { boot, toast, words } from "./boot.js";
import { changed, chat, forget, inView, ordered, seen, state, take, unload, wipe } from "./state.js";

const PAGE_OF = 60; // what the server sends at once
const SILENT = 35000; // after so many milliseconds without a beat (every 15 s) a connection is dead
const DOUBTFUL = 20000; // the same for a page that was out of sight

let stream = null;
let lastId = "";
let lost = false;
let heardAt = Date.now();

function setLost(is) {
  lost = is;
  state.lost = is;
  changed("link");
}

export function open() {
  stream?.close();
  heardAt = Date.now();
  stream = new EventSource(lastId ? `events?after=${encodeURIComponent(lastId)}` : "events");
  // What came between a chat's history and this moment nobody has told us.
  stream.addEventListener("hello", (event) => { heard(event); unload(); reload(); });
  stream.addEventListener("reset", (event) => { heard(event); forget(); reload(); });
  stream.addEventListener("beat", heard);
  on("message", (message) => { if (take(message, { live: true })) changed(message.chat); });
  on("wipe", wipe);
  on("clock", setClock);
  on("read", ({ chat: name, read }) => { setRead(name, read); changed(name); });
  stream.addEventListener("gone", () => location.reload());
  stream.onopen = () => { heardAt = Date.now(); if (lost) toast(words.online); setLost(false); if (boot.demo) askClockSoon(); };
  stream.onerror = () => {
    if (!lost && boot.demo) toast(words.offline);
    setLost(true);
    if (stream.readyState === EventSource.CLOSED) again();
  };
}

let waiting = 0;
/** Open the stream again in a moment; a device that may not come in any more sees the entrance. */
function again() {
  clearTimeout(waiting);
  waiting = setTimeout(async () => {
    const answer = boot.demo ? null : await asked("chats");
    if (answer?.status === 401) location.reload();
    else open();
  }, 2000);
}

function openAnew() {
  if (!stream) return;
  clearTimeout(waiting);
  open();
}

addEventListener("online", () => { if (lost) openAnew(); });
setInterval(() => { if (Date.now() - heardAt > SILENT) { setLost(true); openAnew(); } }, 5000);
document.addEventListener("visibilitychange", () => {
  if (!document.hidden && Date.now() - heardAt > DOUBTFUL) openAnew();
});

function heard(event) {
  heardAt = Date.now();
  lastId = event.lastEventId || lastId;
}

function on(name, listener) {
  stream.addEventListener(name, (event) => {
    heard(event);
    listener(JSON.parse(event.data));
    if (boot.demo && name !== "clock") askClockSoon();
  });
}

export function setClock(clock) {
  Object.assign(state, { clock, clockSince: Date.now() });
  changed("clock");
}

let asking = 0;
function askClockSoon() {
  clearTimeout(asking);
  asking = setTimeout(async () => {
    const answer = await asked("demo/clock");
    if (answer?.ok) setClock(await answer.json());
  }, 250);
}

function reload() {
  if (!boot.demo) overview();
  for (const name of inView()) load(name);
}

/** Fetch the list of my chats: last lines, and what is unread. */
export async function overview() {
  const answer = await asked("chats");
  if (answer?.status === 401) location.reload();
  if (!answer?.ok) return;
  const { chats, keyboard } = await answer.json();
  for (const { chat: name, read, unread, last } of chats) {
    const held = chat(name);
    if (last && (!held.last || +last.id >= +held.last.id)) held.last = last;
    held.read = read;
    held.unread = unread;
    if (name.startsWith("p:") && !held.keyboard.length) held.keyboard = keyboard;
  }
  changed("view");
}

function setRead(name, read) {
  const held = chat(name);
  if (+read <= +held.read) return;
  held.read = read;
  const all = ordered(held).filter((each) => +each.id > +read && each.author !== state.me);
  held.unread = all.length;
}

/** What stands before the reader's eyes is read, on all of his devices, a moment later. */
export function markRead(name) {
  const held = chat(name);
  const newest = ordered(held).at(-1)?.id;
  if (!newest || +newest <= +held.read || !seen(name)) return;
  clearTimeout(held.reading);
  held.reading = setTimeout(() => {
    setRead(name, newest);
    post("read", { chat: name, message: newest });
    changed(name);
  }, 400);
}

/** Fetch what a chat held before this page came. */
export async function load(name) {
  const held = chat(name);
  if (held.loaded || name.length < 3) return;
  held.loaded = true;
  try {
    const answer = await ask(`history?chat=${encodeURIComponent(name)}`);
    if (!answer.ok) throw new Error(answer.status);
    const { messages, keyboard, version } = await answer.json();
    held.begins = messages.length < PAGE_OF;
    dropGone(held, messages, version);
    messages.forEach((message) => take(message, { live: false }));
    if (keyboard.length) held.keyboard = keyboard;
  } catch {
    held.loaded = false;
  }
  changed(name);
}

/** What stands here and no longer there was taken away while nobody told us. */
function dropGone(held, messages, version) {
  const there = new Set(messages.map((message) => message.id));
  const oldest = +(messages[0]?.id ?? 0);
  for (const [id, message] of held.messages) {
    if (+id >= oldest && !there.has(id) && message.version <= version) held.messages.delete(id);
  }
}

/** Fetch what stood before the oldest message that is here. */
export async function loadOlder(name) {
  const held = chat(name);
  const oldest = ordered(held)[0]?.id;
  if (boot.demo || !held.loaded || held.begins || held.fetching || !oldest) return;
  held.fetching = true;
  changed(name);
  const answer = await asked(`history?chat=${encodeURIComponent(name)}&before=${oldest}`);
  held.fetching = false;
  if (answer?.ok) {
    const { messages } = await answer.json();
    held.begins = messages.length < PAGE_OF;
    messages.forEach((message) => take(message, { live: false }));
  }
  changed(name);
}

const newDelivery = () => Array.from(crypto.getRandomValues(new Uint32Array(4)),
  (part) => part.toString(36).padStart(7, "0")).join("");

/** Say *text*; the bubble shows at once, and the same delivery is tried three times. */
export async function say(name, text, { replyTo = "", pasted = false, files = [], delivery = newDelivery() } = {}) {
  const held = chat(name);
  const said = { text, replyTo, pasted, files };
  held.sending.set(delivery, { ...said, failed: false });
  changed(name);
  const tickets = files.map((file) => file.ticket);
  const body = { as: state.me, chat: name, text, delivery, reply_to: replyTo, pasted, files: tickets };
  const answer = await insist("say", body);
  if (answer.ok) {
    toast(answer.body.ack);
  } else {
    if (answer.body.error) toast(answer.body.error);
    held.sending.set(delivery, { ...said, failed: true });
  }
  changed(name);
  return answer.ok;
}

/** Press a button; it stays pressed until its card changes, or for a second after the answer. */
export async function press(name, message, payload) {
  const held = chat(name);
  if (held.pressing.has(message)) return false;
  held.pressing.set(message, payload);
  changed(name);
  const body = { as: state.me, chat: name, message, payload, delivery: newDelivery() };
  const answer = await insist("press", body);
  const shown = inView().includes(name);
  if (shown || !answer.ok) toast(answer.ok ? answer.body.ack : answer.body.error ?? words.not_pressed);
  setTimeout(() => { if (held.pressing.delete(message)) changed(name); }, answer.ok ? 1000 : 0);
  return answer.ok;
}

/** Wind the demo's clock; resolves when everything that fell due has been sent. */
export async function wind(to) {
  const answer = await post("demo/clock", { wind: to });
  if (answer.ok) setClock(answer.body);
  else toast(answer.body.error ?? words.not_pressed);
  return answer.ok;
}

/** Keep *file* on the server; resolves to what it is there, or to why not. */
export async function upload(file) {
  try {
    const address = `upload?as=${state.me}&name=${encodeURIComponent(file.name)}`;
    const answer = await uploaded(address, file);
    return { ok: answer.ok, ...await answer.json() };
  } catch {
    return { ok: false };
  }
}

/** Sign this device out. */
export async function leave() {
  stream.close();
  await sayLast("leave");
  location.reload();
}

async function insist(path, body) {
  let answer = await post(path, body);
  for (const wait of [400, 1500]) {
    if (answer.status && answer.status < 500) return answer;
    await new Promise((done) => setTimeout(done, wait));
    answer = await post(path, body);
  }
  return answer;
}

async function post(path, value) {
  try {
    const answer = await posted(path, value);
    return { ok: answer.ok, status: answer.status, body: await answer.json() };
  } catch {
    return { ok: false, status: 0, body: {} };
  }
}
