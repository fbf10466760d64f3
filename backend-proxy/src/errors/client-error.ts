import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { PROBLEM_CONTENT_TYPE, ProblemError } from './problem';

function problemOf(code: string | undefined): ProblemError {
  switch (code) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new ProblemError(408, 'The request did not arrive in time.');
    case 'HPE_HEADER_OVERFLOW':
      return new ProblemError(431, 'The headers of the request are too large.');
    default:
      return new ProblemError(400, 'This is not a readable HTTP request.');
  }
}

/** Answers what never became a request (broken HTTP, headers too large, too slow) with a problem document as well. */
export function answerClientError(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) {
    return;
  }
  if (socket.writable) {
    const problem = problemOf(error.code).toProblem();
    const body = JSON.stringify(problem);
    socket.write(
      `HTTP/1.1 ${problem.status} ${problem.title}\r\nConnection: close\r\nContent-Type: ${PROBLEM_CONTENT_TYPE}\r\n` +
        `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
    );
  }
  socket.destroy(error);
}

/** Answers a request with an `Expect` header other than `100-continue`, which Node would answer without a document. */
export function refuseExpectation(_request: IncomingMessage, response: ServerResponse): void {
  const problem = new ProblemError(417, 'The Expect header is not understood; leave it out.').toProblem();
  response
    .writeHead(problem.status, { 'content-type': PROBLEM_CONTENT_TYPE, connection: 'close' })
    .end(JSON.stringify(problem));
}
