// Every question to the server ends: answered, refused, or given up after ten seconds.

const SECONDS = 10;
const UPLOAD_SECONDS = 120;

/** Like fetch, but whoever swallows the question does not keep us waiting; rejects after *seconds*. */
export const ask = (path, options = {}, seconds = SECONDS) =>
  fetch(path, { ...options, signal: AbortSignal.timeout(seconds * 1000) });

/** The answer, or null where there was none. */
export const asked = (path) => ask(path).catch(() => null);

export const uploaded = (path, body) => ask(path, { method: "POST", body }, UPLOAD_SECONDS);

/** Send *value* as JSON. */
export const posted = (path, value) => ask(path, {
  method: "POST",
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify(value),
});
