// Every question to the server ends: answered, refused, or given up after ten seconds.

const SECONDS = 10;
const UPLOAD_SECONDS = 120;
const JSON_TYPE = { "Content-Type": "application/json" };

const left = new AbortController();

/** Like fetch, but whoever swallows the question does not keep us waiting; rejects after *seconds*. */
export function ask(path, options = {}, seconds = SECONDS) {
  const ends = new AbortController();
  const end = () => ends.abort();
  setTimeout(end, seconds * 1000);
  if (left.signal.aborted) end();
  else left.signal.addEventListener("abort", end, { signal: ends.signal });
  return fetch(path, { ...options, signal: ends.signal });
}

/** The last word of this device: whatever else is under way or still to come is given up. */
export async function sayLast(path) {
  left.abort();
  await fetch(path, { method: "POST", headers: JSON_TYPE, body: "{}" }).catch(() => null);
}

/** The answer, or null where there was none. */
export const asked = (path) => ask(path).catch(() => null);

export const uploaded = (path, body) => ask(path, { method: "POST", body }, UPLOAD_SECONDS);

/** Send *value* as JSON. */
export const posted = (path, value) => ask(path, {
  method: "POST",
  headers: JSON_TYPE,
  body: JSON.stringify(value),
});
