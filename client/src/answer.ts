/** Why an event was refused for good: the proxy's words, or the client's own for `too_large` and `bad_request`. */
export interface Rejection {
  /** Position within the request. */
  index: number;
  id?: string;
  code: string;
  path?: string;
  message: string;
}

/** What the sender needs of an HTTP answer. */
export interface HttpAnswer {
  status: number;
  body: string;
  retryAfterMs?: number;
}

/** What an answer to `POST /v1/events` means for the batch. */
export type Outcome =
  /** Every event has its verdict. */
  | ({ kind: 'settled' } & Verdicts)
  /** No verdict; the same batch goes out again later. */
  | { kind: 'retry'; reason: string; retryAfterMs?: number }
  /** The request as a whole is refused; a smaller one finds the event at fault, or passes. */
  | { kind: 'split'; reason: string; code: 'too_large' | 'bad_request' }
  /** Sending again does not help before somebody puts key or address right. */
  | { kind: 'blocked'; reason: string; status: number };

/** Reads an answer to a batch of `count` events. */
export function readAnswer(answer: HttpAnswer, count: number): Outcome {
  const { status, body } = answer;
  if (status === 200 || status === 422) {
    const verdicts = readVerdicts(body);
    if (verdicts && coversAll(verdicts, count)) {
      return { kind: 'settled', ...verdicts };
    }
    // A captive portal answers 200 as well: without a verdict on every event none counts as delivered.
    return status === 200
      ? { kind: 'retry', reason: 'HTTP 200 without a verdict on every event of the batch' }
      : { kind: 'split', reason: describeRefusal(status, body), code: 'bad_request' };
  }
  if (status === 400) {
    return { kind: 'split', reason: describeRefusal(status, body), code: 'bad_request' };
  }
  if (status === 413) {
    return { kind: 'split', reason: describeRefusal(status, body), code: 'too_large' };
  }
  if (status === 408 || status === 425 || status === 429 || status >= 500) {
    return { kind: 'retry', reason: describeRefusal(status, body), retryAfterMs: answer.retryAfterMs };
  }
  return { kind: 'blocked', reason: describeRefusal(status, body), status };
}

/** A sentence on a refusal, with the detail of its problem document where it has one. */
export function describeRefusal(status: number, body: string): string {
  const problem = parseObject(body);
  const detail = problem?.detail ?? problem?.title;
  return typeof detail === 'string' ? `HTTP ${status}: ${detail}` : `HTTP ${status}`;
}

interface Verdicts {
  accepted: number;
  duplicates: number;
  rejected: Rejection[];
}

function coversAll({ accepted, duplicates, rejected }: Verdicts, count: number): boolean {
  const indexes = new Set(rejected.map(({ index }) => index));
  const known = [...indexes].every((index) => index >= 0 && index < count);
  return known && indexes.size === rejected.length && accepted + duplicates + rejected.length === count;
}

function readVerdicts(body: string): Verdicts | undefined {
  const parsed = parseObject(body);
  if (!parsed || !Number.isInteger(parsed.accepted) || !Number.isInteger(parsed.duplicates)) {
    return undefined;
  }
  const rejected = Array.isArray(parsed.rejected) ? parsed.rejected.filter(isRejection) : [];
  return { accepted: Number(parsed.accepted), duplicates: Number(parsed.duplicates), rejected };
}

function isRejection(value: unknown): value is Rejection {
  const { index, code, message } = (value ?? {}) as Partial<Rejection>;
  return Number.isInteger(index) && typeof code === 'string' && typeof message === 'string';
}

function parseObject(body: string): Partial<Record<string, unknown>> | undefined {
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === 'object' && parsed !== null ? parsed : undefined;
  } catch {
    return undefined;
  }
}
