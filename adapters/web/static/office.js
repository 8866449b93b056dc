// The office's own page: my chats in a list, one of them open, in step with my other devices.

import { all, boot, fill, hour, longDate, make, one, person, toast, wall, words } from "./boot.js";
import { Attached } from "./attach.js";
import { Composer, chips } from "./composer.js";
import { leave, load, markRead, open, overview, say } from "./link.js";
import { Log } from "./log.js";
import { face, firstLine, nameOf } from "./message.js";
import { chat, isWide, listen, ordered, seen, show, state } from "./state.js";

const room = one(".room");
const form = one(".composer");
const list = document.getElementById("chats");
const title = document.title;
const own = `p:${boot.me}`;
const isTeam = () => state.chat !== own;

const composer = new Composer(form, () => {}, new Attached(form, room));
const log = new Log(one(".log"), { inTeam: false, onReply: (id) => composer.reply(id) });
let shown = "";

function draw(what) {
  if (what === "clock") return;
  if (what === "link") one(".lost").hidden = !state.lost;
  if (what === "view") drawRoom();
  if (what === "view" || what === state.chat) drawChat();
  drawList();
  drawTitle();
}

function drawRoom() {
  document.body.dataset.pane = state.pane;
  const place = boot.places.find((each) => each.chat === state.chat);
  const who = person(boot.me);
  one("#where").textContent = isTeam() ? place.name : words.bot;
  one("#whose").textContent = isTeam() ? state.chat.slice(2) : `${who.name} · ${who.department}`;
  one("#face").replaceWith(Object.assign(sign(place), { id: "face" }));
  composer.area.placeholder = composer.area.dataset[isTeam() ? "team" : "own"];
  composer.area.setAttribute("aria-label", composer.area.placeholder);
  composer.show(state.chat);
  log.inTeam = isTeam();
  load(state.chat);
  if (shown !== state.chat) setNewMark();
  shown = state.chat;
}

function drawChat() {
  const held = chat(state.chat);
  if (seen(state.chat)) setNewMark();
  log.show(state.chat);
  chips(one(".chips"), held.keyboard, (word) => say(state.chat, word));
  markRead(state.chat);
}

/** Where the new messages began when this chat was opened. */
function setNewMark() {
  const held = chat(state.chat);
  if (!held.loaded || held.firstNew !== undefined) return;
  const all = ordered(held);
  const first = all.find((each) => +each.id > +held.read && each.author !== boot.me);
  held.firstNew = first && first !== all[0] ? first.id : "";
}

/** What is unread of a chat; what stands before the eyes is being read. */
const unread = (name) => (seen(name) ? 0 : chat(name).unread);

function drawList() {
  const others = boot.places.reduce((sum, each) => sum + (each.chat === state.chat ? 0 : unread(each.chat)), 0);
  dotted(one("#back .dot"), others);
  for (const item of list.children) marked(item);
}

function drawTitle() {
  const all = boot.places.reduce((sum, each) => sum + unread(each.chat), 0);
  document.title = all ? `(${all}) ${title}` : title;
  if (all) navigator.setAppBadge?.(all).catch(() => {});
  else navigator.clearAppBadge?.().catch(() => {});
}

function build() {
  list.append(...boot.places.map((place) => {
    const item = make("li");
    item.setAttribute("role", "option");
    item.dataset.chat = place.chat;
    const text = make("div", "place");
    text.append(make("p", "name", place.name || words.bot), make("p", "last"));
    item.append(sign(place), text, make("time"), Object.assign(make("i", "dot"), { hidden: true }));
    return item;
  }));
  list.addEventListener("click", (event) => pick(event.target.closest("[role=option]")));
  list.addEventListener("keydown", move);
}

const sign = (place) => (place.chat === own ? face("") : Object.assign(
  make("span", "face channel"), { textContent: place.name.slice(0, 1), ariaHidden: "true" }));

function marked(item) {
  const held = chat(item.dataset.chat);
  const selected = item.dataset.chat === state.chat;
  item.setAttribute("aria-selected", selected);
  item.tabIndex = selected ? 0 : -1;
  one(".last", item).textContent = held.last ? lastLine(held.last) : words.nothing_yet;
  one("time", item).textContent = held.last ? when(held.last.at) : "";
  const count = unread(item.dataset.chat);
  dotted(one(".dot", item), count);
  const name = one(".name", item).textContent;
  item.setAttribute("aria-label", count ? `${name} ${fill(words.unread_count, { count })}` : name);
}

function dotted(mark, count) {
  mark.hidden = !count;
  mark.textContent = count > 99 ? "99+" : count || "";
}

function lastLine(message) {
  const line = firstLine(message);
  if (message.author === boot.me) return fill(words.you, { text: line });
  const name = nameOf(message);
  return name ? `${name}: ${line}` : line;
}

/** The time of today, else the day. */
function when(at) {
  const then = wall(at);
  const now = wall(state.clock.now, Date.now() - state.clockSince);
  if (then.toISOString().slice(0, 10) === now.toISOString().slice(0, 10)) return hour(then);
  const yesterday = new Date(now - 86400000).toISOString().slice(0, 10);
  if (then.toISOString().slice(0, 10) === yesterday) return words.yesterday;
  return `${then.getUTCMonth() + 1}-${then.getUTCDate()}`;
}

function pick(item) {
  if (!item) return;
  if (item.dataset.chat !== state.chat) chat(item.dataset.chat).firstNew = undefined;
  show({ chat: item.dataset.chat, pane: "chat" });
  if (isWide()) composer.area.focus();
}

function move(event) {
  const items = [...list.children];
  const at = items.indexOf(event.target.closest("[role=option]"));
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1, Enter: at, " ": at }[event.key];
  if (!items[to]) return;
  event.preventDefault();
  items[to].focus();
  if (event.key === "Enter" || event.key === " ") pick(items[to]);
}

function wire() {
  one("#back").addEventListener("click", () => show({ pane: "list" }));
  const leaving = document.getElementById("leaving");
  one("#leave").addEventListener("click", () => leaving.showModal());
  for (const button of all("button", leaving)) {
    button.addEventListener("click", () => { leaving.close(); if (button.value === "yes") leave(); });
  }
  document.addEventListener("visibilitychange", () => { if (!document.hidden) draw("view"); });
  const tick = () => {
    const now = wall(state.clock.now, Date.now() - state.clockSince);
    const text = `${longDate(now)}${document.documentElement.lang === "en" ? " " : ""}${hour(now)}`;
    if (one("#now").textContent !== text) one("#now").textContent = text;
  };
  setInterval(tick, 1000);
  tick();
}

build();
wire();
listen(draw);
show({});
overview();
open();
navigator.serviceWorker?.register("sw.js").catch(() => {}); // without it all but the offline page works
window.addEventListener("unhandledrejection", () => toast(words.not_pressed));
