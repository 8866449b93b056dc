// The entrance: one tap uses the code up, so that no preview of the link does.

import { one } from "./boot.js";
import { send } from "./send.js";

const form = document.getElementById("enter");
const input = document.getElementById("code");
const field = document.getElementById("code-field");
const other = document.getElementById("other");
const ask = document.getElementById("ask");

/** The code of the link stands behind the #, which no server sees. */
const given = () => decodeURIComponent(location.hash.slice(1)).trim();
/** A whole link may be pasted where the code is asked for. */
const bare = (text) => text.trim().split("#").pop().trim();

function show() {
  const code = given();
  if (code) input.value = code;
  field.hidden = Boolean(code);
  other.hidden = !code;
  ask.hidden = Boolean(code);
  if (!code) input.focus({ preventScroll: true });
}

other.addEventListener("click", () => {
  history.replaceState(null, "", location.pathname + location.search);
  input.value = "";
  say("");
  show();
});

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const code = bare(input.value);
  if (!code) return input.focus();
  const button = one("button.primary", form);
  button.disabled = true;
  button.classList.add("busy");
  const answer = await send("enter", { code });
  if (answer.ok) {
    location.replace("./");
    return undefined;
  }
  button.disabled = false;
  button.classList.remove("busy");
  say(answer.error);
  return undefined;
});

function say(text) {
  const line = one(".error");
  line.hidden = !text;
  line.textContent = text;
}

addEventListener("hashchange", show);
show();
