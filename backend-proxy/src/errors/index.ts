export * from './problem';
export * from './database';
export { registerErrorHandler, sendProblem, toProblem } from './handler';
