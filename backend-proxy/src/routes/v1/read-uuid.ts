import { parseUuid } from '../../domain/uuid';
import { badRequest } from '../../errors';

/**
 * Reads a UUID out of a path.
 * @throws ProblemError 400 naming the parameter and never its value, which may name a person
 */
export function readUuid(text: string, name: string): string {
  const uuid = parseUuid(text);
  if (uuid === null) {
    throw badRequest('The path is not valid.', [
      {
        path: `/${name}`,
        code: 'invalid_type',
        message: `${name} must be a UUID like 01234567-89ab-4cde-8f01-23456789abcd`,
      },
    ]);
  }
  return uuid;
}
