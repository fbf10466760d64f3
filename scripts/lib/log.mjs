// What the person at the terminal sees: one line a step, with its time.
import process from 'node:process';

const colours = process.stdout.isTTY && !process.env.NO_COLOR;
/** @param {string} code @param {string} text */
const paint = (code, text) => (colours ? `\u001b[${code}m${text}\u001b[0m` : text);

const NAME_WIDTH = 12;
/** @param {string} name */
const pad = (name) => name.padEnd(NAME_WIDTH);

/** @param {string} text */
export function print(text) {
  process.stdout.write(`${text}\n`);
}

/** @param {string} name @param {string} text What goes on now. */
export function progress(name, text) {
  print(`  ${paint('36', '…')} ${pad(name)} ${text}`);
}

/** @param {string} name @param {string} text What is done. */
export function done(name, text) {
  print(`  ${paint('32', '✔')} ${pad(name)} ${text}`);
}

/** @param {string} name @param {string} text Something that does not stop the start but should be known. */
export function warn(name, text) {
  print(`  ${paint('33', '!')} ${pad(name)} ${text}`);
}

/** @param {string} text */
export function fail(text) {
  process.stderr.write(`\n${paint('31', '✖')} ${text}\n`);
}

/** @param {string} text */
export function headline(text) {
  print(`\n${paint('1', text)}`);
}

/** @param {number} since From `Date.now()`. */
export function took(since) {
  const seconds = (Date.now() - since) / 1000;
  return seconds < 60 ? `${seconds.toFixed(1)} s` : `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}
