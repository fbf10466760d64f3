import type { TSchema } from '@sinclair/typebox';
import { ProblemSchema } from '../../schemas/problem';

type ErrorStatus = 400 | 404 | 409 | 413 | 415 | 422 | 429 | 503;

/** The error answers of an operation for its schema; every guarded one can answer 401 and 403 as well. */
export function problemAnswers<S extends ErrorStatus>(...statuses: S[]): Record<S | 401 | 403, TSchema> {
  const entries = [401, 403, ...statuses].map((status) => [status, ProblemSchema]);
  return Object.fromEntries(entries) as Record<S | 401 | 403, TSchema>;
}
