// What the browser tests measure inside the page.

window.checks = {
  /** Milliseconds from the tap on a button to the card that says *text*. */
  tap(label, text) {
    const button = [...document.querySelectorAll(":is(.phone, .room) .rows button")]
      .find((each) => each.textContent.startsWith(label));
    const started = performance.now();
    return new Promise((done) => {
      const log = document.querySelector(":is(.phone, .room) .log");
      const look = new MutationObserver(() => {
        if (!log.textContent.includes(text)) return;
        look.disconnect();
        done(performance.now() - started);
      });
      look.observe(log, { childList: true, subtree: true, characterData: true });
      button.click();
    });
  },

  /** What is wider than the page or lower than 44 px. */
  layout() {
    const wide = document.documentElement.scrollWidth > innerWidth ? ["page scrolls sideways"] : [];
    const strips = "#people, #teams, .chips, .attached";
    for (const each of document.querySelectorAll("button, a[href], textarea, input:not([hidden]), [role=option]")) {
      const { left, right, height, width } = each.getBoundingClientRect();
      const hidden = !width || getComputedStyle(each).visibility === "hidden";
      if (hidden || each.matches(".skip, .reply")) continue;
      const name = `${each.tagName} ${each.textContent.trim() || each.id}`;
      if (height < 43.5) wide.push(`${name} is ${height} high`);
      if (!each.closest(strips) && (left < -0.5 || right > innerWidth + 0.5)) wide.push(`${name} sticks out`);
    }
    return wide;
  },

  /** Texts whose contrast with what is behind them is under 4.5 (3 for large ones). */
  contrast() {
    const found = new Set();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let text = walker.nextNode(); text; text = walker.nextNode()) {
      const box = text.parentElement;
      if (!text.data.trim() || !box.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
      if (box.closest("script, .skip, .unseen, #toast, .busy")) continue;
      const { color, fontSize } = getComputedStyle(box);
      const ratio = between(light(color), light(behind(box)));
      if (ratio < (parseFloat(fontSize) >= 24 ? 3 : 4.5)) found.add(`${text.data.trim()} ${ratio.toFixed(2)}`);
    }
    return [...found];
  },
};

function behind(box) {
  for (let each = box; each; each = each.parentElement) {
    const { backgroundColor } = getComputedStyle(each);
    if (backgroundColor !== "rgba(0, 0, 0, 0)") return backgroundColor;
  }
  return "rgb(255, 255, 255)";
}

function light(color) {
  const parts = color.match(/[\d.]+/g).slice(0, 3).map((part) => part / 255);
  const [red, green, blue] = parts.map((part) =>
    (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function between(one, other) {
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}
