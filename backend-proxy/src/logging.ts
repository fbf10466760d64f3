import type { FastifyReply, FastifyRequest } from 'fastify';
import { LogController } from 'fastify';
import pino, { type DestinationStream, type Logger } from 'pino';
import type { LogLevel } from './config/types';
import { isError } from './errors/database';

interface LoggedError {
  type: string;
  code?: string;
  message: string;
  stack?: string;
  cause?: LoggedError;
}

/** SQLSTATEs of the classes "data exception" and "constraint violation": their messages quote what a caller sent. */
const QUOTES_DATA = /^2[23][0-9A-Z]{3}$/;

/** An error without the fields in which `pg` repeats rows and parameters; those may hold people's data. */
export function serializeError(error: unknown): LoggedError {
  if (!isError(error)) {
    return { type: typeof error, message: String(error) };
  }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const quotes = code !== undefined && QUOTES_DATA.test(code);
  return {
    type: error.name,
    code,
    message: quotes ? error.message.replace(/"[^"]*"/g, '"…"') : error.message,
    // The stack begins with the message; with data in it, the frames alone are kept.
    stack: quotes ? error.stack?.replace(/^[\s\S]*?(?=\n {4}at )/, '') : error.stack,
    cause: error.cause === undefined ? undefined : serializeError(error.cause),
  };
}

/** The program's log: JSON lines on standard output. No bodies, no keys; requests by route, since paths hold ids. */
export function createLogger(level: LogLevel, destination: DestinationStream = process.stdout): Logger {
  return pino(
    {
      level,
      base: undefined,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: ['authorization', '*.authorization', 'req.headers', 'headers'],
      serializers: { err: serializeError, error: serializeError, req: describeRequest },
    },
    destination
  );
}

/** The pattern of a route (`/v1/subjects/:userId`); what matched none is all one. */
export function routeOf(request: FastifyRequest): string {
  return request.routeOptions.url ?? 'unmatched';
}

function describeRequest(request: FastifyRequest) {
  return { method: request.method, route: routeOf(request) };
}

/** One line for each finished request, and none of Fastify's own that would hold a path as it came. */
export class RequestLog extends LogController {
  override incomingRequest(): void {
    // The line at the end says all that is known at the beginning.
  }

  override routeNotFound(): void {
    // Counted by the metrics; the path is the caller's and is not kept.
  }

  override requestCompleted(error: Error | null | undefined, request: FastifyRequest, reply: FastifyReply): void {
    const line = {
      ...describeRequest(request),
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime * 10) / 10,
      key: request.keyId ?? undefined,
    };
    if (error) {
      request.log.warn({ ...line, err: error }, 'the answer could not be delivered');
    } else if (request.routeOptions.config.scope === 'public' && reply.statusCode < 400) {
      // Probes and scrapes come every few seconds.
      request.log.debug(line, 'request');
    } else {
      request.log.info(line, 'request');
    }
  }
}
