import { Type } from '@sinclair/typebox';
import { notFound, type ProblemError } from '../../errors';
import { problemAnswers } from './answers';

/** The path parameter of the operations on people's data. */
export const SubjectParams = Type.Object({
  userId: Type.String({ description: 'UUID of the person, as the app sends it.' }),
});

/** What both operations answer with besides their result. */
export const subjectProblems = problemAnswers(400, 404, 503);

/** 404 on purpose, also for an erasure: an id mistyped must not look like an erasure that was done. */
export function unknownSubject(): ProblemError {
  return notFound('Nothing is stored about this person.');
}
