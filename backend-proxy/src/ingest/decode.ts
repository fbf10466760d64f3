import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { badRequest, tooLarge, unsupportedMediaType } from '../errors';
import { isObject } from './fields';
import { MAX_DEVICE_ID } from './limits';
import { parseInstant } from './timestamp';

const unzip = promisify(gunzip);

/** A request's events, not yet validated one by one. */
export interface Envelope {
  events: unknown[];
  /** When the sender's clock said it sent, epoch ms. */
  sentAt: number | null;
  deviceId: string | null;
}

/**
 * Undoes the content encoding of a body.
 * @throws ProblemError 400 for broken gzip, 413 past `maxUnpackedBytes`, 415 for another encoding
 */
export async function unpack(body: Buffer, encoding: string | undefined, maxUnpackedBytes: number): Promise<Buffer> {
  switch (encoding?.toLowerCase() ?? 'identity') {
    case 'identity':
      return body;
    case 'gzip':
      try {
        return await unzip(body, { maxOutputLength: maxUnpackedBytes });
      } catch (error) {
        if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE') {
          throw tooLarge(`The body unpacks to more than ${maxUnpackedBytes} bytes (ingest.max_unpacked).`);
        }
        throw badRequest('The body is not readable gzip, although Content-Encoding says so.');
      }
    default:
      throw unsupportedMediaType('Content-Encoding must be gzip, or absent.');
  }
}

function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // The parser's own message quotes the body, which may hold personal data.
    throw badRequest(`${where} is not readable JSON.`);
  }
}

function decodeText(body: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw badRequest('The body is not valid UTF-8.');
  }
}

function readEnvelope(value: unknown): Envelope {
  if (!isObject(value)) {
    throw badRequest('The body must be a JSON object with a list "events".');
  }
  const { events, sentAt = null, deviceId = null } = value;
  const errors = [];
  if (!Array.isArray(events)) {
    errors.push({
      path: '/events',
      code: events === undefined ? 'missing_field' : 'invalid_type',
      message: 'events must be a list',
    });
  }
  const sent = sentAt === null ? null : parseInstant(sentAt);
  if (sentAt !== null && sent === null) {
    errors.push({ path: '/sentAt', code: 'invalid_timestamp', message: 'sentAt must be an RFC 3339 instant' });
  }
  const device = typeof deviceId === 'string' && deviceId.length <= MAX_DEVICE_ID ? deviceId : null;
  if (deviceId !== null && device === null) {
    errors.push({
      path: '/deviceId',
      code: typeof deviceId === 'string' ? 'out_of_range' : 'invalid_type',
      message: `deviceId must be a string of at most ${MAX_DEVICE_ID} characters`,
    });
  }
  if (errors.length > 0 || !Array.isArray(events)) {
    throw badRequest('The envelope of the request is invalid.', errors);
  }
  return { events, sentAt: sent, deviceId: device };
}

/** Reads a JSON envelope. @throws ProblemError 400 naming what is wrong with it */
export function decodeJson(body: Buffer): Envelope {
  return readEnvelope(parseJson(decodeText(body), 'The body'));
}

/** Reads one event a line; empty lines are passed over. @throws ProblemError 400 naming the line at fault */
export function decodeNdjson(body: Buffer): Envelope {
  const events = decodeText(body)
    .split('\n')
    .flatMap((line, index) => (line.trim() === '' ? [] : [parseJson(line, `Line ${index + 1} of the body`)]));
  return { events, sentAt: null, deviceId: null };
}
