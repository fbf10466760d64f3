import { createReadStream, type ReadStream } from 'node:fs';
import { MappingError } from './mapping';

/** What stands in a text where bytes were none. */
const REPLACEMENT = '\ufffd';

/** Whether a name is that of an encoding, as the WHATWG lists them (`utf-8`, `windows-1252`, `gb18030`, …). */
export function isEncoding(name: string): boolean {
  try {
    new TextDecoder(name);
    return true;
  } catch {
    return false;
  }
}

function linesIn(text: string): number {
  return text.split('\n').length - 1;
}

/**
 * Reads a file once to see whether it is text in this encoding: a name with a wrong letter, once stored, is another name.
 * @throws MappingError that names the first line which is not
 */
export async function checkEncoding(file: string, encoding: string): Promise<void> {
  const strict = new TextDecoder(encoding, { fatal: true });
  const lenient = new TextDecoder(encoding);
  let lines = 1;
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    const text = lenient.decode(chunk, { stream: true });
    try {
      strict.decode(chunk, { stream: true });
    } catch {
      const [before = ''] = text.split(REPLACEMENT);
      throw notThis(encoding, lines + linesIn(before));
    }
    lines += linesIn(text);
  }
  try {
    strict.decode();
  } catch {
    throw notThis(encoding, lines);
  }
}

function notThis(encoding: string, line: number): MappingError {
  return new MappingError(
    `the file is not ${encoding} (line ${line}); name its encoding with --encoding, such as windows-1252 or gb18030`
  );
}

/** The text of a file, a piece at a time; without a byte order mark. */
export async function* decoded(source: ReadStream, encoding: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of source as AsyncIterable<Buffer>) {
    const text = decoder.decode(chunk, { stream: true });
    if (text !== '') {
      yield text;
    }
  }
  const rest = decoder.decode();
  if (rest !== '') {
    yield rest;
  }
}
