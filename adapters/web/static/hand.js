// The administrator's list: a tap on a person makes a code, shown as text, link and QR.

import { all, fill, one, wall, shortTime, words } from "./boot.js";
import { send } from "./send.js";

const ticket = document.getElementById("ticket");
const find = document.getElementById("find");
let link = "";

function filter() {
  const wanted = find.value.trim().toLowerCase();
  const people = all(".staff li");
  for (const each of people) each.hidden = !each.dataset.find.toLowerCase().includes(wanted);
  document.getElementById("nobody").hidden = people.some((each) => !each.hidden);
}

find.addEventListener("input", filter);
filter(); // something may have been typed already

one(".staff").addEventListener("click", async (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  button.classList.add("busy");
  const answer = await send("code", { officer: button.dataset.officer });
  button.classList.remove("busy");
  one(".error").hidden = answer.ok;
  one(".error").textContent = answer.error;
  if (answer.ok) show(answer);
});

function show({ name, code, link: address, until, svg }) {
  link = address;
  one("h2", ticket).textContent = name;
  one(".picture", ticket).innerHTML = svg; // drawn by our own server, of nothing but squares
  one(".code", ticket).textContent = code;
  one(".link", ticket).textContent = address;
  one("#copy").hidden = !navigator.clipboard; // browsers have it with TLS alone
  one(".until", ticket).textContent = fill(words.code_until, { date: shortTime(wall(until)) });
  ticket.hidden = false;
  ticket.scrollIntoView({ block: "nearest" });
}

one("#copy").addEventListener("click", async (event) => {
  await navigator.clipboard.writeText(link);
  event.target.textContent = words.copied;
});
