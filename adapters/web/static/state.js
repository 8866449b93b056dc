// What this page knows: whose phone it shows, and the messages of every chat.

import { boot } from "./boot.js";

const kept = (key) => sessionStorage.getItem(`shouwen.${key}`);
const asked = new URLSearchParams(location.search);
const first = (list, wanted) => (list.find((each) => each.key === wanted) ?? list[0])?.key ?? "";
const sameRun = kept("run") === boot.run;

const demo = () => ({
  me: first(boot.people, asked.get("as") ?? (sameRun ? kept("me") : "")),
  team: first(boot.teams, asked.get("team") ?? (sameRun ? kept("team") : "")),
  stage: !asked.has("as") && (!sameRun || kept("stage") === "welcome") ? "welcome" : "free",
  tab: "chat",
});

/** An office's page: one person's, who looks at one of his chats; on a phone at the list or at it. */
function office() {
  const known = boot.places.some((place) => place.chat === kept("chat"));
  return { me: boot.me, chat: known ? kept("chat") : `p:${boot.me}`, pane: "chat", stage: "free" };
}

export const state = { ...(boot.demo ? demo() : office()), clock: boot.clock, clockSince: Date.now(), lost: false };

const listeners = [];
/** Hear of every change; the listener gets what changed: a chat's name, or "view" or "clock". */
export const listen = (listener) => listeners.push(listener);
export const changed = (what) => listeners.forEach((listener) => listener(what));

export function show(view) {
  Object.assign(state, view);
  const remembered = boot.demo ? ["me", "team", "stage"] : ["chat"];
  for (const key of remembered) sessionStorage.setItem(`shouwen.${key}`, state[key]);
  sessionStorage.setItem("shouwen.run", boot.run);
  changed("view");
}

export const mine = () => `p:${state.me}`;
export const team = () => `c:${state.team}`;
/** The chats the page shows now. */
export const inView = () => (boot.demo ? [mine(), team()] : [state.chat]);

const wide = matchMedia("(min-width: 760px)");
export const isWide = () => wide.matches;
wide.addEventListener("change", () => changed("view"));

/** Whether a chat is before the reader's eyes. */
export function seen(name) {
  if (document.hidden) return false;
  if (!boot.demo) return name === state.chat && (wide.matches || state.pane === "chat");
  if (name === mine()) return wide.matches || (state.tab === "chat" && state.stage !== "welcome");
  return name === team() && (wide.matches || state.tab === "team");
}

const chats = new Map();
export function chat(name) {
  if (!chats.has(name)) {
    chats.set(name, {
      name,
      messages: new Map(), // id -> message
      wiped: new Map(), // id -> version
      sending: new Map(), // delivery -> {text, failed}
      pressing: new Map(), // message id -> payload
      keyboard: [],
      unread: 0,
      read: "0", // up to which message, as the server knows it
      last: null, // the newest message, for the list of chats
      begins: false, // whether its oldest message is here
      fetching: false, // whether older ones are on their way
      loaded: false,
    });
  }
  return chats.get(name);
}

export const ordered = (held) => [...held.messages.values()].sort((a, b) => a.id - b.id);

/** Take a message in, unless a later state of it is known; returns whether anything changed. */
export function take(message, { live }) {
  const held = chat(message.chat);
  const before = held.messages.get(message.id);
  const newest = Math.max(before?.version ?? -1, held.wiped.get(message.id) ?? -1);
  if (message.version <= newest) return false;
  held.messages.set(message.id, { ...message, fresh: live });
  held.pressing.delete(message.id);
  held.sending.delete(message.delivery);
  if (message.keyboard?.length) held.keyboard = message.keyboard;
  if (!held.last || +message.id >= +held.last.id) held.last = message;
  const mineToo = message.author && message.author === state.me;
  if (live && !before && !mineToo && !seen(message.chat)) held.unread += 1;
  return true;
}

export function wipe({ chat: name, id, version }) {
  const held = chat(name);
  held.wiped.set(id, version);
  held.messages.delete(id);
  changed(name);
}

/** What is here stays, but may not be all: every chat is fetched again when it is looked at. */
export function unload() {
  for (const held of chats.values()) held.loaded = false;
}

export function forget() {
  for (const held of chats.values()) {
    held.messages.clear();
    held.wiped.clear();
    held.loaded = false;
    held.begins = false;
  }
}
