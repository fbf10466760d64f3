import { randomUUID } from 'node:crypto';
import { EventError } from '../errors';

/** What the caller gets back: under which name the event goes out, now and in every retry. */
export interface Receipt {
  id: string;
  /** Per device, counted up by one. */
  sequence: number;
}

/** An event larger than this fits no request of the contract together with its envelope. */
export const MAX_EVENT_BYTES = 1_000_000;

/**
 * Gives an event its id, if it has none, and its sequence number, and writes the line that every try sends as it is.
 * @throws EventError when it is no object, cannot be written as JSON, or is too large.
 */
export function encodeEvent(event: object, sequence: number): { line: Buffer; receipt: Receipt } {
  if (typeof event !== 'object' || event === null || Array.isArray(event)) {
    throw new EventError('an event must be an object; see AnalyticsEvent');
  }
  const given: unknown = 'id' in event ? event.id : undefined;
  const id = typeof given === 'string' ? given : randomUUID();
  const line = Buffer.from(`${stringify({ ...event, id, sequence })}\n`);
  if (line.length > MAX_EVENT_BYTES) {
    throw new EventError(`the event has ${line.length} bytes, at most ${MAX_EVENT_BYTES} can be sent`);
  }
  return { line, receipt: { id, sequence } };
}

function stringify(event: object): string {
  try {
    return JSON.stringify(event);
  } catch (cause) {
    throw new EventError(`the event cannot be written as JSON: ${String(cause)}`, { cause });
  }
}
