import fs from 'node:fs';
import path from 'node:path';

const ROOT = path.join(__dirname, '..');

/** What is text by its place: an attribute, a member of an object, or a line of an element, that begins like a word. */
const INLINE_TEXT = [
  /\b(?:label|title|description|tooltip|placeholder|aria-label|message|text)=(?:"|\{['`])[A-Z][a-z]/,
  /\b(?:label|title|description|name|message|text): ['"`][A-Z][a-z]/,
  /^\s+[A-Z][a-z]+(?: [a-z{}]+)+\.?$/,
];

/** The files in which a text could stand but should not. */
function sources(): string[] {
  return fs
    .readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$|^test\/|labels\.ts$/.test(name));
}

describe('texts', () => {
  it('stand in labels files, where a translation finds them', () => {
    const found = sources().flatMap((name) =>
      fs
        .readFileSync(path.join(ROOT, name), 'utf8')
        .split('\n')
        .filter((line) => !/^\s*(?:\/\/|\/?\*)/.test(line) && INLINE_TEXT.some((pattern) => pattern.test(line)))
        .map((line) => `${name}: ${line.trim()}`)
    );
    expect(found).toEqual([]);
  });
});
