import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { App } from '../app-types';
import { describeDatabaseError, isError, isQueryCanceled, isTransient, outageSentence } from './database';
import { OutageLog } from './outage-log';
import {
  badRequest,
  notFound,
  PROBLEM_CONTENT_TYPE,
  ProblemError,
  RETRY_AFTER_SECONDS,
  tooLarge,
  unavailable,
  unsupportedMediaType,
} from './problem';
import { validationProblem } from './validation';

/** Fastify's own errors that a caller can cause, in our words. */
const FRAMEWORK: Readonly<Record<string, () => ProblemError>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: () => tooLarge('The request body is larger than ingest.max_body allows.'),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: () =>
    unsupportedMediaType('The content type is not supported. Send application/json.'),
  FST_ERR_CTP_EMPTY_JSON_BODY: () => badRequest('The request body is empty. A JSON document was expected.'),
  FST_ERR_CTP_INVALID_JSON_BODY: () => badRequest('The request body is not readable JSON.'),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: () => badRequest('The request body has another size than Content-Length says.'),
  FST_ERR_MAX_PARAM_LENGTH: () => new ProblemError(414, 'A part of the path is too long.'),
  FST_ERR_BAD_URL: () => badRequest('The path is not a valid URL.'),
};

function retryAdvice(request: FastifyRequest | undefined): string {
  const nothingLost = request?.routeOptions.config.scope === 'ingest' ? ' Nothing was acknowledged.' : '';
  return `${nothingLost} Try again in ${RETRY_AFTER_SECONDS} seconds.`;
}

/** The problem that answers an error; what nobody foresaw is a 500 that tells nothing about the inside. */
export function toProblem(error: unknown, request?: FastifyRequest): ProblemError {
  if (error instanceof ProblemError) {
    return error;
  }
  const reading = request?.routeOptions.config.scope === 'read';
  if (isQueryCanceled(error) && (request === undefined || reading)) {
    return new ProblemError(504, 'The database took longer than query.timeout allows.', { cause: error });
  }
  // What was to be written may be sent again as it is, and a client does so after a 503.
  if (isTransient(error)) {
    return unavailable(`${outageSentence(error)}${retryAdvice(request)}`, error);
  }
  if (isError(error)) {
    const fastifyError = error as Partial<FastifyError>;
    if (fastifyError.validation) {
      return validationProblem(fastifyError.validation, fastifyError.validationContext ?? 'body');
    }
    const known = fastifyError.code === undefined ? undefined : FRAMEWORK[fastifyError.code];
    if (known) {
      return known();
    }
    // The JSON parser's refusal of prototype keys and its like: the caller's fault, told by a 4xx of the framework.
    if (fastifyError.statusCode !== undefined && fastifyError.statusCode >= 400 && fastifyError.statusCode < 500) {
      return error instanceof SyntaxError
        ? badRequest('The request body is not acceptable JSON.')
        : new ProblemError(fastifyError.statusCode, error.message);
    }
  }
  return new ProblemError(
    500,
    'Something went wrong inside the proxy. Its log has the details under this request id.',
    { cause: error }
  );
}

/** Sends a problem with its headers; used by the handlers below and by hooks that answer before a route. */
export function sendProblem(reply: FastifyReply, problem: ProblemError): FastifyReply {
  return reply
    .code(problem.status)
    .headers(problem.headers)
    .type(PROBLEM_CONTENT_TYPE)
    .serializer(JSON.stringify)
    .send(problem.toProblem());
}

/** Answers every error and every unknown path with a problem document. */
export function registerErrorHandler(app: App): void {
  const outage = new OutageLog();
  app.setErrorHandler((error, request, reply) => {
    const problem = toProblem(error, request);
    if (problem.status === 503) {
      outage.note(app.log, problem.cause === undefined ? problem.detail : describeDatabaseError(problem.cause));
    } else if (problem.status >= 500) {
      request.log.error({ err: error }, 'request failed');
    }
    return sendProblem(reply, problem);
  });
  app.setNotFoundHandler((_request, reply) =>
    sendProblem(reply, notFound('There is no such operation. The document at /v1/openapi.json lists them all.'))
  );
}
