// One question to the server, with the sentence to show when it says no.

import { posted } from "./ask.js";
import { words } from "./boot.js";

export async function send(path, value) {
  try {
    const answer = await posted(path, value);
    const body = await answer.json();
    return { ...body, ok: answer.ok, status: answer.status, error: body.error ?? "" };
  } catch {
    return { ok: false, status: 0, error: words.not_pressed };
  }
}
