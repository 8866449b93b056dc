// One message as it looks: lines, the words to say, rows of buttons.

import { make, person, words } from "./boot.js";
import { state } from "./state.js";

const SHOWN = new Set(["image/jpeg", "image/png", "image/webp"]);

const NUMBER = /^\d{4}-\d{2,}$/;
const TAGS = { b: "strong", i: "em", code: "code" };

/** Build the element of *message*; *again*: the one before is of the same author. */
export function element(message, { inTeam, pressed, quote, again }) {
  const own = message.author === state.me;
  const side = own ? "me" : message.author ? "other" : "bot";
  const box = make("article", `message ${side}`);
  box.dataset.id = message.id;
  box.tabIndex = -1;
  if (again) box.classList.add("again-by");
  if (inTeam && !own) box.append(face(message.author, message.name));
  const bubble = make("div", message.rows.length ? "bubble card" : "bubble");
  if (inTeam && !own && !again) bubble.append(make("p", "who", nameOf(message) || words.bot));
  if (quote) bubble.append(make("p", "quote", quote));
  if (message.segments.length) bubble.append(body(message.segments, side));
  if (message.files?.length) bubble.append(files(message.files));
  if (message.rows.length) bubble.append(buttons(message.rows, pressed));
  box.append(bubble);
  if (!own) box.append(replyButton());
  return box;
}

/** Who said it: by the name that came along, for a colleague may be newer than this page. */
export const nameOf = ({ author, name }) => author && (person(author)?.name || name || author);

/** A bubble not yet heard by the server. */
export function waiting(delivery, { text, files: attached = [], failed }) {
  const box = make("article", failed ? "message me failed" : "message me sending");
  const bubble = make("div", "bubble");
  if (text) bubble.append(make("div", "text", text));
  if (attached.length) bubble.append(files(attached));
  box.append(bubble);
  if (failed) {
    const again = make("button", "again", words.send_again);
    again.type = "button";
    again.dataset.again = delivery;
    box.append(again);
  } else {
    box.setAttribute("aria-label", `${words.sending}: ${text}`);
  }
  return box;
}

export function face(key, name = "") {
  const who = person(key) ?? (key && name ? { name } : undefined);
  const mark = make("span", who ? `face face-${Number.parseInt(key, 10) % 8 || 0}` : "face bot");
  mark.textContent = who ? who.name.slice(0, 1) : "首";
  mark.setAttribute("aria-hidden", "true");
  return mark;
}

export const plain = (message) => message.segments.map(([, text]) => text).join("");
export const firstLine = (message) => plain(message).split("\n", 1)[0].slice(0, 40) || named(message);

/** What a message of files alone is called. */
const named = (message) => message.files?.map((file) => `[${words[file.kind] ?? ""}] ${file.name}`)[0] ?? "";

/** Pictures as tiles, recordings to listen to, everything else by its name. */
export function files(list) {
  const box = make("div", "files");
  for (const file of list) box.append(one(file));
  return box;
}

function one(file) {
  if (file.kind === "voice") {
    const sound = make("audio");
    Object.assign(sound, { controls: true, preload: "none", src: file.href, title: file.name });
    return sound;
  }
  const anchor = make("a", SHOWN.has(file.mime) ? "picture" : "paper");
  Object.assign(anchor, { href: file.href, target: "_blank", rel: "noopener", title: file.name });
  if (SHOWN.has(file.mime)) {
    const picture = make("img");
    Object.assign(picture, { src: file.small || file.href, alt: file.name, loading: "lazy", decoding: "async" });
    anchor.append(picture);
  } else {
    anchor.append(make("i", "", file.name.split(".").pop().slice(0, 4)), make("span", "", file.name));
    anchor.download = file.name;
  }
  return anchor;
}

function body(segments, side) {
  const lines = split(segments);
  const whole = segments.map(([, part]) => part).join("");
  const several = isList(whole.replace(/“[^”]*”/g, "").split("\n\n"));
  const text = make("div", "text");
  let saying = false;
  lines.forEach((inline, at) => {
    const line = make("div", "text-line");
    line.append(...outdented(inline, line).flatMap(node));
    const bare = line.textContent;
    if (!bare) line.classList.add("gap");
    if (bare.includes("\u3000")) line.classList.add("parts");
    if (side === "bot") {
      if (/“(?:[^”]{8,}”|[^”]*)$/.test(bare)) saying = true;
      if (saying) line.classList.add("speech");
      if (bare.includes("”")) saying = false;
      const begins = at === 0 || !text.lastChild.textContent;
      if (begins) head(line, bare, lines.length > 1 && !several);
    }
    text.append(line);
  });
  return text;
}

/** How broad a text is, in Chinese characters. */
const breadth = (text) => text.length - text.replace(/[^\x20-\x7e]/g, "").length / 2;

const isList = (parts) => parts.length > 1 && parts.every((part) => /\d{4}-\d{2,}/.test(part));

function head(line, bare, many) {
  if (line.classList.contains("speech")) return;
  if (many && breadth(bare) <= 42) line.classList.add("head");
  const start = line.firstChild;
  if (!start.classList?.contains("whole") || !NUMBER.test(start.textContent)) return;
  const next = start.nextSibling;
  if (next?.data?.startsWith(" · ")) next.data = next.data.replace(" · ", " ");
  start.className = /^\u3000/.test(next?.data ?? "") ? "number tight" : "number";
}

function split(segments) {
  const lines = [[]];
  for (const [kind, text, ref] of segments) {
    text.split("\n").forEach((part, at) => {
      if (at) lines.push([]);
      if (part) lines.at(-1).push([kind, part, ref]);
    });
  }
  return lines;
}

/** Turn the wide spaces a line of a list begins with into an indent that its next lines share. */
function outdented([first, ...others], line) {
  if (first?.[0] !== "text" || !first[1].startsWith("\u3000")) return first ? [first, ...others] : [];
  line.classList.add("item");
  return [["text", first[1].replace(/^\u3000+/, ""), ""], ...others];
}

function node([kind, text, ref]) {
  if (kind === "at") return mention(text, ref);
  if (kind === "a" && /^(https?:|tel:|\/)/i.test(ref)) return link(text, ref);
  return TAGS[kind] ? make(TAGS[kind], "", text) : pieces(text);
}

/** Plain text, with numbers such as 1123-07 and 11-30 kept on one line. */
function pieces(text) {
  return text.split(/(\d+(?:-\d+)+)/).filter(Boolean).map((part) =>
    (/^\d+-/.test(part) ? make("span", "whole", part) : document.createTextNode(part)));
}

function mention(text, ref) {
  const name = text || person(ref)?.name || ref;
  return make("span", ref === state.me ? "at own" : "at", name.startsWith("@") ? name : `@${name}`);
}

function link(text, ref) {
  const anchor = make("a", "", text || ref);
  anchor.href = ref;
  anchor.target = "_blank";
  anchor.rel = "noopener noreferrer";
  return anchor;
}

function buttons(rows, pressed) {
  const box = make("div", "rows");
  for (const row of rows) {
    const line = make("div", "row");
    for (const [label, payload] of row) {
      const button = make("button", pressed === payload ? "busy" : "", label);
      button.type = "button";
      button.dataset.payload = payload;
      if (pressed !== undefined) button.setAttribute("aria-disabled", "true");
      line.append(button);
    }
    box.append(line);
  }
  return box;
}

function replyButton() {
  const button = make("button", "reply");
  button.type = "button";
  button.setAttribute("aria-label", words.reply);
  button.title = words.reply;
  button.innerHTML = '<svg viewBox="0 0 20 20" width="16" height="16" aria-hidden="true"><path d="M8 4 3 9l5 5M3.5 9H12a5 5 0 0 1 5 5v2" fill="none" stroke="currentColor" stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round"/></svg>';
  return button;
}
