// A pane that shows one chat: its messages in order, day dividers, and what is being pressed.

import { boot, make, shortTime, wall, words } from "./boot.js";
import { loadOlder, press, say } from "./link.js";
import { chat, ordered, state } from "./state.js";
import { element, firstLine, waiting } from "./message.js";

const GAP = 30 * 60 * 1000;
const NEAR = 90;
const OLDER = 240;

export class Log {
  constructor(root, { inTeam, onReply }) {
    this.root = root;
    this.inTeam = inTeam; // whether several people speak here
    this.name = "";
    this.reader = "";
    this.nodes = new Map(); // key -> {stamp, node}
    this.following = true; // whether the reader is at the newest message
    root.addEventListener("click", (event) => this.clicked(event, onReply));
    root.addEventListener("scroll", () => this.scrolled(), { passive: true });
    new ResizeObserver(() => { if (this.following) this.toEnd(); }).observe(root);
  }

  /** Show the chat *name*, or show it anew. */
  show(name) {
    const other = name !== this.name || state.me !== this.reader;
    if (other) {
      this.nodes.clear();
      this.root.replaceChildren();
      Object.assign(this, { name, reader: state.me });
    }
    const stick = other || this.following;
    const focused = this.focused();
    const anchor = stick ? null : this.anchor();
    this.place(this.wanted(!other));
    if (anchor) this.root.scrollTop += anchor.node.offsetTop - anchor.top;
    if (focused) this.refocus(focused);
    if (stick) this.toEnd();
  }

  scrolled() {
    this.following = this.atEnd();
    if (this.root.scrollTop < OLDER) loadOlder(this.name);
  }

  /** The first message that stays in its place when older ones come in above it. */
  anchor() {
    const node = [...this.root.querySelectorAll(".message")].find((each) =>
      each.offsetTop + each.offsetHeight > this.root.scrollTop);
    return node ? { node, top: node.offsetTop } : null;
  }

  atEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.root;
    return scrollHeight - scrollTop - clientHeight < NEAR;
  }

  toEnd() {
    this.following = true;
    this.root.scrollTop = this.root.scrollHeight;
  }

  /** Everything that should stand in the pane, in order, as [key, stamp, builder]. */
  wanted(lively) {
    const held = chat(this.name);
    const list = [];
    let before = null;
    if (held.fetching) list.push(["older", "", () => make("p", "older", words.older)]);
    for (const message of ordered(held)) {
      const at = wall(message.at);
      const apart = !before || isLater(at, wall(before.at));
      if (apart) list.push([`d${message.id}`, message.at, () => divider(at)]);
      if (message.id === held.firstNew) list.push(["new", message.id, () => make("p", "divider new", words.new_here)]);
      const again = !apart && before.author === message.author && message.id !== held.firstNew;
      before = message;
      const pressed = held.pressing.get(message.id);
      const stamp = `${message.version} ${again} ${pressed ?? ""}`;
      const build = (old) => this.draw(message, { pressed, again }, lively && old);
      list.push([`m${message.id}`, stamp, build]);
    }
    for (const [delivery, what] of held.sending) {
      list.push([`s${delivery}`, String(what.failed), () => waiting(delivery, what)]);
    }
    if (!list.length && held.loaded) list.push(["empty", state.stage, () => this.empty()]);
    return list;
  }

  draw(message, how, old) {
    const quoted = chat(this.name).messages.get(message.reply_to);
    const context = { ...how, inTeam: this.inTeam, quote: quoted && firstLine(quoted) };
    const node = element(message, context);
    if (message.fresh && old === null) node.classList.add("arriving");
    if (message.fresh && old && old.dataset.version !== String(message.version)) {
      node.classList.add("changed");
    }
    node.dataset.version = message.version;
    return node;
  }

  place(list) {
    const keys = new Set(list.map(([key]) => key));
    for (const [key, { node }] of this.nodes) {
      if (keys.has(key)) continue;
      node.remove();
      this.nodes.delete(key);
    }
    let cursor = this.root.firstChild;
    for (const [key, stamp, build] of list) {
      let held = this.nodes.get(key);
      if (held?.stamp !== stamp) {
        const node = build(held?.node ?? null);
        if (held?.node === cursor && cursor) cursor = cursor.nextSibling;
        if (held) held.node.replaceWith(node);
        else this.root.insertBefore(node, cursor);
        held = { stamp, node };
        this.nodes.set(key, held);
      } else if (held.node === cursor) {
        cursor = cursor.nextSibling;
      } else {
        this.root.insertBefore(held.node, cursor);
      }
    }
  }

  empty() {
    if (!this.inTeam && state.stage === "welcome") {
      const coach = make("div", "empty coach");
      coach.append(make("p", "", words.coach));
      return coach;
    }
    const box = make("div", "empty");
    box.append(make("p", "", this.inTeam ? words.empty_team : words.empty_chat));
    box.append(make("p", "", this.inTeam ? words.empty_team_hint : words.empty_chat_hint));
    return box;
  }

  focused() {
    const held = document.activeElement?.closest?.(".message");
    if (!held || !this.root.contains(held) || document.activeElement === held) return null;
    return { id: held.dataset.id, label: document.activeElement.textContent };
  }

  /** Keep the keyboard's place when the card under it was drawn anew. */
  refocus({ id, label }) {
    if (document.activeElement !== document.body) return;
    const box = this.root.querySelector(`.message[data-id="${CSS.escape(id)}"]`);
    const all = box ? [...box.querySelectorAll(".rows button")] : [];
    const next = all.find((button) => button.textContent === label) ?? all[0] ?? box;
    next?.focus({ preventScroll: true });
  }

  clicked(event, onReply) {
    const button = event.target.closest("button");
    const box = event.target.closest(".message");
    if (button?.dataset.again) return this.again(button.dataset.again);
    if (!box || event.target.closest("a, audio")) return undefined;
    if (button?.classList.contains("reply")) return onReply(box.dataset.id);
    if (button?.dataset.payload) return this.pressed(box, button);
    box.classList.toggle("picked", !button && !box.classList.contains("picked"));
    return undefined;
  }

  pressed(box, button) {
    if (button.getAttribute("aria-disabled") === "true") return;
    press(this.name, box.dataset.id, button.dataset.payload);
  }

  again(delivery) {
    const { text, replyTo, pasted, files } = chat(this.name).sending.get(delivery);
    say(this.name, text, { replyTo, pasted, files, delivery });
  }
}

function isLater(at, before) {
  return Math.abs(at - before) >= GAP || at.getUTCDate() !== before.getUTCDate();
}

function divider(at) {
  const line = make("p", "divider", shortTime(at));
  line.dataset.demo = boot.demo;
  return line;
}
