// The page's beginning: panes, people, clock and story put together.

import { all, boot, fill, one, person, toast, words } from "./boot.js";
import { turn, start as startClock } from "./clock.js";
import { Composer, chips } from "./composer.js";
import { load, open, say } from "./link.js";
import { Log } from "./log.js";
import { build, mark, reveal } from "./people.js";
import { chat, isWide, listen, mine, seen, show, state, team } from "./state.js";
import { Story } from "./story.js";

const toFree = () => { if (state.stage === "welcome") show({ stage: "free" }); };
const forms = { chat: new Composer(one('[data-kind="chat"].composer'), toFree),
  team: new Composer(one('[data-kind="team"].composer'), toFree) };
const logs = {
  chat: new Log(one('.log[data-kind="chat"]'), { inTeam: false, onReply: (id) => forms.chat.reply(id) }),
  team: new Log(one('.log[data-kind="team"]'), { inTeam: true, onReply: (id) => forms.team.reply(id) }),
};
let shown = "";

function draw(what) {
  if (what === "clock") return;
  if (what === "view") drawView();
  if (what === "view" || what === mine()) drawChat();
  if (what === "view" || what === team()) logs.team.show(team());
  for (const name of [mine(), team()]) if (seen(name)) chat(name).unread = 0;
  mark();
  drawTabs();
}

function drawView() {
  const { body } = document;
  Object.assign(body.dataset, { stage: state.stage, tab: state.tab });
  const who = person(state.me);
  one("#whose").textContent = `${fill(words.phone_of, { name: who.name })} · ${who.department}`;
  forms.chat.show(mine());
  forms.team.show(team());
  load(mine());
  load(team());
  const view = `${state.me} ${state.team} ${isWide()}`;
  if (view !== shown) {
    toast("");
    requestAnimationFrame(reveal);
  }
  shown = view;
}

function drawChat() {
  const held = chat(mine());
  logs.chat.show(mine());
  chips(one(".chips"), held.keyboard, (word) => { toFree(); say(mine(), word); });
  const fresh = held.loaded && !held.messages.size && !held.sending.size;
  if (state.stage === "welcome" && state.me === boot.people[0].key && fresh && !forms.chat.area.value) {
    forms.chat.write(boot.sample);
  }
}

function drawTabs() {
  const elsewhere = (kind, own) => [...boot[kind]].reduce((sum, each) =>
    sum + (own(each) ? chat(`${kind === "people" ? "p" : "c"}:${each.key}`).unread : 0), 0);
  const unread = { chat: elsewhere("people", (each) => each.key === state.me), team: elsewhere("teams", () => true) };
  for (const tab of all(".tabs [role=tab]")) {
    const kind = tab.id.replace("tab-", "");
    const selected = state.tab === kind;
    tab.setAttribute("aria-selected", selected);
    tab.tabIndex = selected ? 0 : -1;
    one(".dot", tab).hidden = selected || !unread[kind];
    one(".dot", tab).textContent = unread[kind] || "";
  }
}

function wire() {
  for (const tab of all(".tabs [role=tab]")) {
    tab.addEventListener("click", () => show({ tab: tab.id.replace("tab-", "") }));
    tab.addEventListener("keydown", (event) => {
      if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
      const other = all(".tabs [role=tab]").find((each) => each !== tab);
      other.focus();
      other.click();
    });
  }
  one("#try")?.addEventListener("click", () => { toFree(); forms.chat.area.focus(); });
  one("#about")?.addEventListener("click", () => show({ stage: "welcome" }));
  document.addEventListener("visibilitychange", () => draw("seen"));
  if (boot.story.length && boot.demo) {
    const story = new Story({ forms, logs, turn });
    one("#watch").addEventListener("click", () => story.start());
  }
}

build();
wire();
listen(draw);
startClock();
show({});
open();
window.addEventListener("unhandledrejection", () => toast(words.not_pressed));
