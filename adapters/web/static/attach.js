// Files to go along with a line: picked, photographed, pasted or dropped, and shown before they are sent.

import { all, boot, fill, make, one, toast, words } from "./boot.js";
import { upload } from "./link.js";

const MOST = 10;
const PICTURES = new Set(["image/jpeg", "image/png", "image/webp"]);

export class Attached {
  constructor(form, room) {
    this.box = one(".attached", form);
    this.items = []; // {file, url, ticket, kind, name, mime, failed}
    this.onChange = () => {};
    for (const input of all("input[type=file]", form)) {
      input.addEventListener("change", () => { this.add([...input.files]); input.value = ""; });
    }
    one(".attach", form).addEventListener("click", () => one("#pick", form).click());
    one(".camera", form).addEventListener("click", () => one("#shoot", form).click());
    form.addEventListener("paste", (event) => {
      const files = [...event.clipboardData?.files ?? []];
      if (files.length) event.preventDefault();
      this.add(files);
    });
    this.dropped(room);
  }

  get busy() { return this.items.some((item) => !item.ticket && !item.failed); }
  get ready() { return this.items.some((item) => item.ticket); }

  /** Hand over what is uploaded, and begin anew. */
  take() {
    const files = this.items.filter((item) => item.ticket)
      .map(({ ticket, kind, name, mime, url }) => ({ ticket, kind, name, mime, href: url }));
    this.items = [];
    this.draw();
    return files;
  }

  clear() {
    this.items = [];
    this.draw();
  }

  add(files) {
    for (const file of files) {
      const most = Math.floor(boot.largest / 1048576);
      if (this.items.length >= MOST) toast(words.too_many);
      else if (file.size > boot.largest) toast(fill(words.too_large, { name: file.name, most }));
      else this.begin(file);
    }
    this.draw();
  }

  async begin(file) {
    const item = { file, url: URL.createObjectURL(file), name: file.name, mime: file.type, failed: "" };
    this.items.push(item);
    const answer = await upload(file);
    if (answer.ok) Object.assign(item, answer);
    else item.failed = answer.error ?? words.not_uploaded;
    if (item.failed) toast(item.failed);
    this.draw();
  }

  draw() {
    this.box.hidden = !this.items.length;
    this.box.replaceChildren(...this.items.map((item) => this.tile(item)));
    this.onChange();
  }

  tile(item) {
    const tile = make("li", item.failed ? "failed" : item.ticket ? "" : "sending");
    if (PICTURES.has(item.mime)) {
      const picture = make("img");
      Object.assign(picture, { src: item.url, alt: item.name });
      tile.append(picture);
    } else {
      tile.append(make("span", "", item.name));
    }
    if (!item.ticket && !item.failed) tile.setAttribute("aria-label", `${words.uploading}: ${item.name}`);
    if (item.failed) tile.title = item.failed;
    const remove = make("button", "", "×");
    remove.type = "button";
    remove.setAttribute("aria-label", `${words.remove_file}: ${item.name}`);
    remove.addEventListener("click", () => {
      this.items = this.items.filter((each) => each !== item);
      this.draw();
    });
    tile.append(remove);
    return tile;
  }

  dropped(room) {
    let over = 0;
    const files = (event) => [...event.dataTransfer?.types ?? []].includes("Files");
    room.addEventListener("dragenter", (event) => {
      if (!files(event)) return;
      over += 1;
      room.classList.add("dropping");
    });
    room.addEventListener("dragover", (event) => { if (files(event)) event.preventDefault(); });
    room.addEventListener("dragleave", () => {
      over = Math.max(0, over - 1);
      room.classList.toggle("dropping", over > 0);
    });
    room.addEventListener("drop", (event) => {
      over = 0;
      room.classList.remove("dropping");
      if (!files(event)) return;
      event.preventDefault();
      this.add([...event.dataTransfer.files]);
    });
  }
}
