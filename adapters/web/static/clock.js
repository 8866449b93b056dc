// The demo's clock: it runs at real speed between the windings.

import { all, fill, hour, longDate, one, shortTime, wall, words } from "./boot.js";
import { wind } from "./link.js";
import { listen, state } from "./state.js";

const buttons = all("[data-wind]");

export function start() {
  buttons.forEach((button) => button.addEventListener("click", () => turn(button.dataset.wind)));
  listen((what) => { if (what === "clock") draw(); });
  setInterval(draw, 1000);
  draw();
}

/** Wind, with the button showing it; returns whether it worked. */
export async function turn(to) {
  if (document.body.dataset.winding) return false;
  document.body.dataset.winding = to;
  const button = buttons.find((each) => each.dataset.wind === to);
  button?.classList.add("busy");
  const worked = await wind(to);
  button?.classList.remove("busy");
  delete document.body.dataset.winding;
  if (worked) announce(fill(words.now, { time: shortTime(wall(state.clock.now)) }));
  return worked;
}

/** Say the new time aloud, and let the eye find it. */
function announce(text) {
  document.getElementById("unseen").textContent = text;
  const box = one(".now");
  box.classList.remove("moved");
  requestAnimationFrame(() => box.classList.add("moved"));
}

function draw() {
  const now = wall(state.clock.now, Date.now() - state.clockSince);
  const text = `${longDate(now)}${document.documentElement.lang === "en" ? " " : ""}${hour(now)}`;
  const shown = document.getElementById("now");
  if (shown.textContent !== text) shown.textContent = text;
  shown.dateTime = state.clock.now;
  document.getElementById("phone-time").textContent = hour(now);
  const next = one('[data-wind="next"]');
  if (!next) return;
  const time = state.clock.next && shortTime(wall(state.clock.next));
  next.title = time ? fill(words.next_alarm, { time }) : words.no_alarm;
}
