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
