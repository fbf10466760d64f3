import { Type } from '@sinclair/typebox';

/** The body of every error answer, RFC 9457. */
export const ProblemSchema = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String(),
    errors: Type.Optional(
      Type.Array(Type.Object({ path: Type.String(), code: Type.String(), message: Type.String() }))
    ),
  },
  { $id: 'Problem', description: 'Error answer, RFC 9457' }
);
