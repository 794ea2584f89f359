/** Progress lines go to standard error: standard output belongs to the program that is started. */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/** Seconds since `start` (a `Date.now()`), for people. */
export function secondsSince(start) {
  return `${((Date.now() - start) / 1000).toFixed(1)} s`;
}
