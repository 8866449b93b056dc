// What the server put into the page, and how its words and times are written.

export const boot = JSON.parse(document.getElementById("boot").textContent);
export const words = boot.words;

export const one = (selector, root = document) => root.querySelector(selector);
export const all = (selector, root = document) => [...root.querySelectorAll(selector)];

export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
}

export function make(tag, className = "", text = "") {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text) element.textContent = text;
  return element;
}

/** The office's wall clock of an ISO time with offset, whatever zone the browser is in. */
export function wall(iso, plusMs = 0) {
  const offset = /([+-])(\d\d):(\d\d)$/.exec(iso);
  const minutes = offset ? (offset[1] + 1) * (offset[2] * 60 + +offset[3]) : 0;
  return new Date(Date.parse(iso) + plusMs + minutes * 60000);
}

const two = (number) => String(number).padStart(2, "0");
export const hour = (day) => `${two(day.getUTCHours())}:${two(day.getUTCMinutes())}`;

function dated(pattern, day) {
  return fill(pattern, {
    month: day.getUTCMonth() + 1,
    monthname: words.months?.[day.getUTCMonth()],
    day: day.getUTCDate(),
    weekday: words.weekdays[day.getUTCDay()],
  });
}

export const longDate = (day) => dated(words.date, day);
export const shortTime = (day) => `${dated(words.short_date, day)} ${hour(day)}`;
export const person = (key) => boot.people.find((each) => each.key === key);

let hiding = 0;
/** Say *text* for a moment; without one take back what is being said. */
export function toast(text) {
  if (!text) {
    document.getElementById("toast").classList.remove("shown");
    return;
  }
  const bar = document.getElementById("toast");
  const log = all(".log").find((each) => each.clientHeight) ?? document.body;
  const { left, top, width } = log.getBoundingClientRect();
  Object.assign(bar.style, { left: `${left + width / 2}px`, top: `${Math.max(top, 60) + 12}px` });
  bar.textContent = text;
  bar.classList.add("shown");
  clearTimeout(hiding);
  hiding = setTimeout(() => bar.classList.remove("shown"), 1600 + text.length * 60);
}
