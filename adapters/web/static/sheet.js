// The page behind a one-time link: opened by a tap, kept by another; the token stands behind the #.

import { one, words } from "./boot.js";
import { send } from "./send.js";

const form = document.getElementById("sheet");
const opener = document.getElementById("open");
let token = location.hash.slice(1);
history.replaceState(null, "", location.pathname + location.search); // not left in the address

opener.addEventListener("click", async () => {
  opener.disabled = true;
  show(await send("s/open", { token }));
  opener.disabled = false;
});

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const values = Object.fromEntries(new FormData(form));
  const answer = await send("s/keep", { ...values, token });
  show(answer);
  if (answer.ok) one(".done").textContent = answer.wrong.length ? words.phone_wrong : words.kept;
});

function show(answer) {
  one(".error").hidden = answer.ok || answer.status === 410;
  one(".error").textContent = answer.error;
  if (answer.status === 410) over();
  if (!answer.ok) return;
  token = answer.token;
  opener.hidden = true;
  one("#lead").hidden = true;
  form.hidden = false;
  one("#number").textContent = answer.number;
  one("#words").replaceChildren(...answer.words.map(line));
  for (const key of ["name", "phone", "place"]) {
    const input = form.elements[key];
    const wrong = answer.wrong.includes(key);
    if (!wrong) input.value = answer[key];
    input.setAttribute("aria-invalid", wrong);
  }
}

function line(text) {
  const made = document.createElement("p");
  made.textContent = text;
  return made;
}

function over() {
  opener.hidden = true;
  form.hidden = true;
  one("#lead").hidden = true;
  one("#over").hidden = false;
}

if (!token) over();
