// Who can be picked: a listbox of people, and the channels as tabs; both tell of what is unread.

import { boot, fill, make, one, words } from "./boot.js";
import { chat, show, state, team } from "./state.js";
import { face } from "./message.js";

const list = document.getElementById("people");
const tabs = document.getElementById("teams");

export function build() {
  list.append(...boot.people.map(option));
  tabs.append(...boot.teams.map(tab));
  list.addEventListener("click", (event) => pick(event.target.closest("[role=option]")));
  list.addEventListener("keydown", (event) => move(event, list, "[role=option]"));
  tabs.addEventListener("click", (event) => pickTeam(event.target.closest("[role=tab]")));
  tabs.addEventListener("keydown", (event) => move(event, tabs, "[role=tab]"));
}

/** Redraw selection and dots. */
export function mark() {
  for (const item of list.children) marked(item, item.dataset.key === state.me, `p:${item.dataset.key}`);
  for (const item of tabs.children) marked(item, item.dataset.key === state.team, `c:${item.dataset.key}`);
}

/** Keep the selected one in sight, where the list is a strip. */
export function reveal() {
  for (const box of [list, tabs]) {
    const item = one("[aria-selected=true]", box);
    if (!item) continue;
    const left = item.offsetLeft - box.offsetLeft - (box.clientWidth - item.clientWidth) / 2;
    box.scrollTo({ left, behavior: "instant" });
  }
}

function option(each) {
  const item = make("li");
  item.setAttribute("role", "option");
  item.dataset.key = each.key;
  const text = make("div", "person");
  const name = make("p", "name", each.name);
  name.append(make("span", "line", each.line));
  text.append(name, make("p", "title", `${each.department} · ${each.title}`));
  item.append(face(each.key), text, dot());
  return item;
}

function tab(each) {
  const item = make("button", "", each.name);
  item.type = "button";
  item.setAttribute("role", "tab");
  item.setAttribute("aria-controls", "team");
  item.dataset.key = each.key;
  item.append(dot());
  return item;
}

function dot() {
  const mark = make("i", "dot");
  mark.hidden = true;
  return mark;
}

function marked(item, selected, name) {
  const { unread } = chat(name);
  item.setAttribute("aria-selected", selected);
  item.tabIndex = selected ? 0 : -1;
  const mark = one(".dot", item);
  mark.hidden = !unread;
  mark.textContent = unread > 9 ? "9+" : unread || "";
  const label = item.dataset.label ?? plainLabel(item);
  item.setAttribute("aria-label", unread ? `${label} ${fill(words.unread, { count: unread })}` : label);
}

function plainLabel(item) {
  const parts = [...item.querySelectorAll(".name, .title")].map((part) => part.textContent);
  item.dataset.label = parts.join(" ") || item.firstChild.textContent;
  return item.dataset.label;
}

function pick(item) {
  if (!item) return;
  const who = boot.people.find((each) => each.key === item.dataset.key);
  const own = boot.teams.find((each) => each.key === who.department);
  const follow = own && chat(`c:${own.key}`).messages.size ? own.key : state.team;
  show({ me: who.key, team: follow, stage: state.stage === "welcome" ? "free" : state.stage });
}

function pickTeam(item) {
  if (item && `c:${item.dataset.key}` !== team()) show({ team: item.dataset.key });
}

function move(event, box, selector) {
  const items = [...box.querySelectorAll(selector)];
  const at = items.indexOf(event.target.closest(selector));
  const steps = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };
  const ends = { Home: 0, End: items.length - 1 };
  let to = ends[event.key] ?? at + (steps[event.key] ?? NaN);
  if (event.key === "Enter" || event.key === " ") to = at;
  if (Number.isNaN(to) || !items[to]) return;
  event.preventDefault();
  items[to].focus();
  items[to].click();
}
