import { STATUS_CODES } from 'node:http';

/** What is wrong with one field of a request. */
export interface FieldError {
  /** JSON pointer into the part of the request that is at fault, such as `/queries/0/interval`. */
  path: string;
  /** Stable, machine-readable: `missing_field`, `out_of_range`, … */
  code: string;
  /** One sentence for a person: what was wrong and what is expected. */
  message: string;
}

/** The body of every error answer, RFC 9457 (`application/problem+json`). */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  errors?: FieldError[];
}

export const PROBLEM_CONTENT_TYPE = 'application/problem+json';

/** Seconds after which a client may try again while the database is out of reach or the proxy is at capacity. */
export const RETRY_AFTER_SECONDS = 5;

interface ProblemOptions {
  errors?: FieldError[];
  headers?: Record<string, string>;
  cause?: unknown;
}

/** An error whose answer is known: thrown anywhere below a route, it becomes the problem document it describes. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly errors: readonly FieldError[];
  readonly headers: Readonly<Record<string, string>>;

  /** Fastify and its plugins read the status from here. */
  readonly statusCode: number;

  constructor(
    readonly status: number,
    readonly detail: string,
    options: ProblemOptions = {}
  ) {
    super(detail, options.cause === undefined ? undefined : { cause: options.cause });
    this.statusCode = status;
    this.errors = options.errors ?? [];
    this.headers = options.headers ?? {};
  }

  toProblem(): Problem {
    return {
      type: 'about:blank',
      title: STATUS_CODES[this.status] ?? 'Error',
      status: this.status,
      detail: this.detail,
      ...(this.errors.length > 0 && { errors: [...this.errors] }),
    };
  }
}

/** 400: the request as a whole cannot be read or is invalid; `errors` names the fields at fault. */
export function badRequest(detail: string, errors: FieldError[] = []): ProblemError {
  return new ProblemError(400, detail, { errors });
}

/** 403: known, and not allowed. */
export function forbidden(detail: string): ProblemError {
  return new ProblemError(403, detail);
}

/** 404: no such thing. */
export function notFound(detail: string): ProblemError {
  return new ProblemError(404, detail);
}

/** 409: the request contradicts what is stored. */
export function conflict(detail: string): ProblemError {
  return new ProblemError(409, detail);
}

/** 413: more bytes or events than the configuration allows. */
export function tooLarge(detail: string): ProblemError {
  return new ProblemError(413, detail);
}

/** 415: a content type or encoding that the operation does not take. */
export function unsupportedMediaType(detail: string): ProblemError {
  return new ProblemError(415, detail);
}

/** 422: readable, and nothing in it could be taken. */
export function unprocessable(detail: string, errors: FieldError[] = []): ProblemError {
  return new ProblemError(422, detail, { errors });
}

/** 429 with `Retry-After`. */
export function tooManyRequests(detail: string, retryAfterSeconds: number): ProblemError {
  return new ProblemError(429, detail, { headers: { 'retry-after': String(retryAfterSeconds) } });
}

/** 503 with `Retry-After`: nothing is wrong with the request, and the same one may be sent again. */
export function unavailable(detail: string, cause?: unknown): ProblemError {
  return new ProblemError(503, detail, { headers: { 'retry-after': String(RETRY_AFTER_SECONDS) }, cause });
}
