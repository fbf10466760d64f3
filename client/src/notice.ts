import type { Rejection } from './answer';

/** Something a person may want to know; what was taken into the queue is never at stake. */
export type ClientNotice =
  /** A try failed and is repeated after the wait. */
  | { kind: 'retry'; reason: string; attempt: number; delayMs: number }
  /** The proxy refuses key, scope or address; nothing is sent until it is put right. */
  | { kind: 'blocked'; reason: string; status: number }
  /** The proxy rejected an event for good; it lies in the dead-letter file. */
  | { kind: 'rejected'; rejection: Rejection }
  /** The published policy could not be read; the last known one stays in force. */
  | { kind: 'policy'; reason: string }
  /** Something about the queue's files: a full disk, a damaged line set aside. */
  | { kind: 'disk'; reason: string };
