// The line to the server: the stream of changes, and what a person says, presses and winds.

import { boot, toast, words } from "./boot.js";
import { changed, chat, forget, mine, state, take, team, wipe } from "./state.js";

let stream = null;
let lastId = "";
let lost = false;

export function open() {
  stream = new EventSource(lastId ? `events?after=${encodeURIComponent(lastId)}` : "events");
  stream.addEventListener("hello", reload);
  stream.addEventListener("reset", () => { forget(); reload(); });
  on("message", (message) => { if (take(message, { live: true })) changed(message.chat); });
  on("wipe", wipe);
  on("clock", setClock);
  stream.onopen = () => { if (lost) toast(words.online); lost = false; if (boot.demo) askClockSoon(); };
  stream.onerror = () => {
    if (!lost) toast(words.offline);
    lost = true;
    if (stream.readyState === EventSource.CLOSED) setTimeout(open, 2000);
  };
}

function on(name, listener) {
  stream.addEventListener(name, (event) => {
    lastId = event.lastEventId;
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
    const answer = await fetch("demo/clock").catch(() => null);
    if (answer?.ok) setClock(await answer.json());
  }, 250);
}

function reload() {
  for (const name of [mine(), team()]) load(name);
}

/** Fetch what a chat held before this page came. */
export async function load(name) {
  const held = chat(name);
  if (held.loaded || name.length < 3) return;
  held.loaded = true;
  try {
    const answer = await fetch(`history?chat=${encodeURIComponent(name)}`);
    const { messages, keyboard } = await answer.json();
    messages.forEach((message) => take(message, { live: false }));
    if (keyboard.length) held.keyboard = keyboard;
  } catch {
    held.loaded = false;
  }
  changed(name);
}

const newDelivery = () => Array.from(crypto.getRandomValues(new Uint32Array(4)),
  (part) => part.toString(36).padStart(7, "0")).join("");

/** Say *text*; the bubble shows at once, and the same delivery is tried three times. */
export async function say(name, text, { replyTo = "", pasted = false, delivery = newDelivery() } = {}) {
  const held = chat(name);
  held.sending.set(delivery, { text, replyTo, pasted, failed: false });
  changed(name);
  const body = { as: state.me, chat: name, text, delivery, reply_to: replyTo, pasted };
  const answer = await insist("say", body);
  if (answer.ok) {
    toast(answer.body.ack);
  } else {
    if (answer.body.error) toast(answer.body.error);
    held.sending.set(delivery, { text, replyTo, pasted, failed: true });
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
  const shown = name === mine() || name === team();
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
    const answer = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(value),
    });
    return { ok: answer.ok, status: answer.status, body: await answer.json() };
  } catch {
    return { ok: false, status: 0, body: {} };
  }
}
