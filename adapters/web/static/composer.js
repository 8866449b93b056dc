// The line one types in: Enter sends, a draft is kept for each chat, a reply names its message.

import { fill, make, one, toast, words } from "./boot.js";
import { say } from "./link.js";
import { chat } from "./state.js";
import { firstLine } from "./message.js";

export class Composer {
  constructor(form, onSent, attached = null) {
    this.form = form;
    this.area = one("textarea", form);
    this.quote = one(".replying", form);
    this.onSent = onSent;
    this.attached = attached; // files to go along, where they can
    if (attached) attached.onChange = () => this.fit();
    this.name = "";
    this.replyTo = "";
    this.pasted = "";
    this.drafts = new Map();
    form.addEventListener("submit", (event) => { event.preventDefault(); this.send(); });
    this.area.addEventListener("keydown", (event) => this.key(event));
    this.area.addEventListener("input", () => this.fit());
    this.area.addEventListener("paste", (event) => {
      this.pasted = event.clipboardData?.getData("text").trim() ?? "";
    });
    one("button", this.quote).addEventListener("click", () => this.reply(""));
  }

  /** Write to the chat *name* from now on; the other chat's draft is kept. */
  show(name) {
    if (name === this.name) return;
    this.drafts.set(this.name, this.area.value);
    this.name = name;
    this.attached?.clear();
    this.write(this.drafts.get(name) ?? "");
    this.reply("");
  }

  write(text) {
    this.area.value = text;
    this.fit();
  }

  reply(id) {
    const message = chat(this.name).messages.get(id);
    this.replyTo = message ? id : "";
    this.quote.hidden = !message;
    if (!message) return;
    one("span", this.quote).textContent = fill(words.replying, { text: firstLine(message) });
    this.area.focus();
  }

  send() {
    const text = this.area.value.trim();
    if (this.attached?.busy) {
      toast(words.wait_upload);
      return;
    }
    const files = this.attached?.take() ?? [];
    if (!text && !files.length) {
      this.area.focus();
      return;
    }
    const pasted = text === this.pasted && text.includes("\n");
    const replyTo = this.replyTo;
    this.write("");
    this.reply("");
    this.onSent();
    say(this.name, text, { replyTo, pasted, files });
  }

  key(event) {
    // 229: an input method is still composing a Chinese word; Enter then belongs to it.
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.send();
    } else if (event.key === "Escape" && this.replyTo) {
      this.reply("");
    }
  }

  fit() {
    this.area.style.height = "auto";
    this.area.style.height = `${Math.min(this.area.scrollHeight, 132)}px`;
    this.form.classList.toggle("ready", this.area.value.trim() !== "" || Boolean(this.attached?.ready));
  }
}

/** The fixed keyboard as chips: a press says the word. */
export function chips(box, rows, onWord) {
  const list = rows.flat();
  box.hidden = !list.length;
  if (box.dataset.words === list.join("\n")) return;
  box.dataset.words = list.join("\n");
  box.replaceChildren(...list.map((word) => {
    const chip = make("button", "chip", word);
    chip.type = "button";
    chip.addEventListener("click", () => onWord(word));
    return chip;
  }));
}
