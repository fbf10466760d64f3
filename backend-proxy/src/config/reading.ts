import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, type Document, type Node } from 'yaml';
import type { ConfigProblem } from './problems';

/**
 * One file while it is read: remembers the line of every key that was met, so that checks made later, over several
 * keys, still name the line, and collects what is wrong.
 */
export class Reading {
  readonly problems: ConfigProblem[] = [];
  private readonly lines = new Map<string, number>();

  private constructor(
    private readonly file: string | null,
    private readonly document: Document | null,
    private readonly counter: LineCounter
  ) {}

  /** A reading without a file: everything keeps its default. */
  static empty(): Reading {
    return new Reading(null, null, new LineCounter());
  }

  /** Parses YAML (1.2); syntax errors and doubled keys become problems. */
  static parse(file: string, text: string): Reading {
    const counter = new LineCounter();
    const document = parseDocument(text, { lineCounter: counter, prettyErrors: false });
    const reading = new Reading(file, document, counter);
    for (const error of document.errors) {
      const line = counter.linePos(error.pos[0]).line;
      reading.problems.push({ file, line, key: null, message: `not valid YAML: ${error.message}` });
    }
    return reading;
  }

  /** The document's root, or null when there is none. */
  get root(): Node | null {
    return this.document?.contents ?? null;
  }

  /** Notes where a key stands. */
  met(path: string, at: Node): void {
    const offset = at.range?.[0];
    if (offset !== undefined) {
      this.lines.set(path, this.counter.linePos(offset).line);
    }
  }

  /** Whether the file says anything about a key. */
  has(path: string): boolean {
    return this.lines.has(path);
  }

  add(path: string, message: string): void {
    this.problems.push({ file: this.file, line: this.lines.get(path) ?? null, key: path, message });
  }

  /** What an alias stands for; any other node is itself. */
  resolve(node: Node): Node {
    return isAlias(node) && this.document ? (node.resolve(this.document) ?? node) : node;
  }
}

/** A value as a message shows it. */
export function show(node: Node): string {
  if (isScalar(node)) {
    return node.value === null ? 'nothing' : JSON.stringify(node.value);
  }
  return isMap(node) ? 'a mapping' : isSeq(node) ? 'a list' : 'something else';
}
