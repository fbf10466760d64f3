import type { FastifySchemaValidationError } from 'fastify/types/schema';
import { badRequest, type FieldError, type ProblemError } from './problem';

/** More field errors than this help nobody and cost bytes. */
const MAX_ERRORS = 20;

const CODES: Readonly<Record<string, string>> = {
  required: 'missing_field',
  type: 'invalid_type',
  enum: 'invalid_value',
  const: 'invalid_value',
  anyOf: 'invalid_value',
  oneOf: 'invalid_value',
  additionalProperties: 'unknown_field',
  unevaluatedProperties: 'unknown_field',
  minimum: 'out_of_range',
  maximum: 'out_of_range',
  exclusiveMinimum: 'out_of_range',
  exclusiveMaximum: 'out_of_range',
  minLength: 'out_of_range',
  maxLength: 'out_of_range',
  minItems: 'out_of_range',
  maxItems: 'out_of_range',
  pattern: 'invalid_value',
};

const PARTS: Readonly<Record<string, string>> = {
  body: 'request body',
  querystring: 'query string',
  params: 'path',
  headers: 'set of headers',
};

/** A JSON pointer's reference token (RFC 6901). */
function token(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

function fieldOf(error: FastifySchemaValidationError): string {
  const extra = error.params.missingProperty ?? error.params.additionalProperty ?? error.params.unevaluatedProperty;
  return typeof extra === 'string' ? `${error.instancePath}/${token(extra)}` : error.instancePath;
}

function codeOf(error: FastifySchemaValidationError): string {
  if (error.keyword === 'format') {
    return error.params.format === 'date-time' ? 'invalid_timestamp' : 'invalid_type';
  }
  return CODES[error.keyword] ?? 'invalid_value';
}

function messageOf(error: FastifySchemaValidationError, allowed: readonly unknown[]): string {
  const field = fieldOf(error) || 'the value';
  switch (error.keyword) {
    case 'required':
      return `${field} is missing.`;
    case 'additionalProperties':
    case 'unevaluatedProperties':
      return `${field} is not a known field.`;
    default:
      return allowed.length > 0
        ? `${field} must be one of ${allowed.map((value) => JSON.stringify(value)).join(', ')}.`
        : `${field} ${error.message ?? 'is invalid'}.`;
  }
}

/** The values that an `enum` names, or that the branches of a union of literals name one by one. */
function allowedValues(
  error: FastifySchemaValidationError,
  all: readonly FastifySchemaValidationError[]
): readonly unknown[] {
  if (error.keyword === 'enum' && Array.isArray(error.params.allowedValues)) {
    return error.params.allowedValues;
  }
  if (error.keyword === 'const') {
    return [error.params.allowedValue];
  }
  if (error.keyword === 'anyOf') {
    return all
      .filter((other) => other.keyword === 'const' && other.instancePath === error.instancePath)
      .map((other) => other.params.allowedValue);
  }
  return [];
}

/** Turns what the schema validator found into a 400 that names every field at fault (at most 20). */
export function validationProblem(found: readonly FastifySchemaValidationError[], part: string): ProblemError {
  const unions = found.filter((error) => error.keyword === 'anyOf').map((error) => error.schemaPath);
  // A failed union also reports each of its branches; its own line says it all.
  const own = found.filter((error) => !unions.some((union) => error.schemaPath.startsWith(`${union}/`)));
  const errors = own.slice(0, MAX_ERRORS).map((error): FieldError => ({
    path: fieldOf(error),
    code: codeOf(error),
    message: messageOf(error, allowedValues(error, found)),
  }));
  const more = own.length > MAX_ERRORS ? ` The first ${MAX_ERRORS} of ${own.length} errors are listed.` : '';
  return badRequest(`The ${PARTS[part] ?? 'request'} is not valid.${more}`, errors);
}
