import { randomUUID } from 'node:crypto';
import { EventError } from '../errors';

/** What the caller gets back: under which name the event goes out, now and in every retry. */
export interface Receipt {
  id: string;
  /** Per device, counted up by one. */
  sequence: number;
}

/** An event that has its id and waits for its sequence number. */
export interface EncodedEvent {
  id: string;
  /** Its JSON up to the closing brace. */
  open: string;
  /** Bytes of the finished line, at most. */
  bytes: number;
}

/** An event larger than this fits no request of the contract together with its envelope. */
export const MAX_EVENT_BYTES = 1_000_000;

/** Room for `,"sequence":9007199254740991}` and the line end. */
const SEQUENCE_BYTES = 31;

/**
 * Writes an event as JSON, with an id if it has none. From here on a change to the object changes nothing.
 * @throws EventError when it is no object, cannot be written as JSON, or is too large.
 */
export function encodeEvent(event: object): EncodedEvent {
  if (typeof event !== 'object' || event === null || Array.isArray(event)) {
    throw new EventError('an event must be an object; see AnalyticsEvent');
  }
  const given: unknown = 'id' in event ? event.id : undefined;
  const id = typeof given === 'string' ? given : randomUUID();
  const open = stringify({ ...event, id, sequence: undefined }).slice(0, -1);
  const bytes = Buffer.byteLength(open) + SEQUENCE_BYTES;
  if (bytes > MAX_EVENT_BYTES) {
    throw new EventError(`the event has ${bytes} bytes, at most ${MAX_EVENT_BYTES} can be sent`);
  }
  return { id, open, bytes };
}

/** The line that every try sends as it is. */
export function finishLine({ open }: EncodedEvent, sequence: number): Buffer {
  return Buffer.from(`${open},"sequence":${sequence}}\n`);
}

function stringify(event: object): string {
  try {
    return JSON.stringify(event);
  } catch (cause) {
    throw new EventError(`the event cannot be written as JSON: ${String(cause)}`, { cause });
  }
}
