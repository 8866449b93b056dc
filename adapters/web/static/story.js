// The 90-second story: it types, presses and winds on this page, like a person with one hand.

import { boot, fill, make, one, words } from "./boot.js";
import { chat, mine, ordered, show, state, team } from "./state.js";
import { plain } from "./message.js";

const PACE = Number(new URLSearchParams(location.search).get("pace") ?? 1);
const PATIENCE = 5000 * Math.max(PACE, 0.4);
const STOPPED = Symbol("stopped");

export class Story {
  constructor({ forms, logs, turn }) {
    Object.assign(this, { forms, logs, turn, at: 0, playing: false, hurry: false, skipping: null, number: "" });
    this.caption = one("#story-caption");
    this.playButton = one("#story-play");
    this.playButton.addEventListener("click", () => this.toggle());
    one("#story-next").addEventListener("click", () => this.next());
    one("#story-stop").addEventListener("click", () => this.stop("free"));
  }

  async start() {
    const run = Symbol("run");
    Object.assign(this, { run, at: 0, number: "" });
    this.setPlaying(true);
    one(".story").hidden = false;
    one("#story-next").disabled = false;
    show({ stage: "story", tab: "chat" });
    this.playButton.focus({ preventScroll: true });
    try {
      for (; this.at < boot.story.length; this.at += 1) await this.step(boot.story[this.at], run);
      this.end(words.story_done);
    } catch (error) {
      if (error !== STOPPED) this.end(error.message);
    }
  }

  stop(stage) {
    this.run = null;
    this.skipping?.();
    one(".story").hidden = true;
    this.forms.chat.write("");
    show({ stage });
  }

  end(text) {
    this.run = null;
    this.setPlaying(false);
    this.playButton.textContent = this.playButton.dataset.again;
    one("#story-next").disabled = true;
    this.tell(text);
  }

  async step(step, run) {
    this.hurry = false;
    this.look(step);
    const english = document.documentElement.lang === "en";
    const caption = (english && step.caption_en) || step.caption;
    this.tell(caption);
    one("#story-count").textContent = `${this.at + 1} / ${boot.story.length}`;
    one("#story-progress").value = (this.at + 1) / boot.story.length;
    await this.rest(1300 + caption.length * (english ? 22 : 55), run);
    if (step.say) await this.say(step, run);
    if (step.press) await this.press(step, run);
    if (step.wind && !(await this.turn(step.wind))) throw new Error(words.story_broken);
    await this.rest(step.say || step.press || step.wind ? 1500 : 900, run);
  }

  look({ who, team: channel, in_team: inTeam, say, press, wind }) {
    const acts = say || press || wind;
    const tab = inTeam || (channel && !acts) ? "team" : "chat";
    show({ me: who || state.me, team: channel || state.team, tab });
  }

  async say({ say, in_team: inTeam }, run) {
    const form = inTeam ? this.forms.team : this.forms.chat;
    const name = inTeam ? team() : mine();
    const text = fill(say, { number: this.number });
    for (let length = 1; length <= text.length; length += 1) {
      form.write(text.slice(0, length));
      await this.rest(34, run);
    }
    await this.rest(420, run);
    const last = ordered(chat(name)).at(-1)?.id ?? 0;
    form.send();
    await this.until(name, () => this.answered(name, last), text);
  }

  answered(name, last) {
    const news = ordered(chat(name)).filter((each) => +each.id > +last && !each.author);
    this.number ||= news.map((each) => /\d{4}-\d{2,}/.exec(plain(each))?.[0]).find(Boolean) ?? "";
    return news.length > 0;
  }

  async press({ press, in_team: inTeam }, run) {
    const name = inTeam ? team() : mine();
    const pane = inTeam ? this.logs.team : this.logs.chat;
    const button = await this.until(name, () => find(pane, press), press);
    button.scrollIntoView({ block: "nearest", behavior: PACE < 0.5 ? "instant" : "smooth" });
    button.classList.add("aimed");
    await this.rest(800, run);
    const version = button.closest(".message").dataset.version;
    const id = button.closest(".message").dataset.id;
    (button.isConnected ? button : find(pane, press) ?? button).click();
    const moved = () => chat(name).messages.get(id)?.version !== Number(version)
      || !chat(name).pressing.has(id);
    await this.until(name, moved, press);
  }

  /** Wait until *what* is true, looking again whenever the chat changes. */
  until(name, what, label) {
    const found = what();
    if (found) return Promise.resolve(found);
    return new Promise((done, fail) => {
      const look = () => {
        const now = what();
        if (!now) return;
        clearInterval(watch);
        clearTimeout(late);
        done(now);
      };
      const watch = setInterval(look, 60);
      const late = setTimeout(() => {
        clearInterval(watch);
        fail(new Error(fill(words.story_lost, { what: label })));
      }, PATIENCE);
    });
  }

  /** Rest for so long, longer while paused, shorter when skipped. */
  async rest(ms, run) {
    await new Promise((done) => {
      this.skipping = done;
      if (this.hurry) done();
      else if (this.playing) setTimeout(done, ms * PACE);
    });
    if (this.run !== run) throw STOPPED;
  }

  toggle() {
    if (!this.run) {
      this.start();
      return;
    }
    this.setPlaying(!this.playing);
    if (this.playing) this.skipping?.();
  }

  next() {
    this.hurry = Boolean(this.run);
    this.skipping?.();
  }

  setPlaying(playing) {
    this.playing = playing;
    const { play, pause } = this.playButton.dataset;
    this.playButton.textContent = playing ? pause : play;
  }

  tell(text) {
    this.caption.replaceChildren(make("span", "", text));
  }
}

function find(pane, label) {
  const all = [...pane.root.querySelectorAll(".rows button:not([aria-disabled=true])")].reverse();
  return all.find((button) => button.textContent === label)
    ?? all.find((button) => button.textContent.startsWith(label));
}
