import { labels } from './labels';

/** The message of an error: of Grafana's HTTP client, which has it in `data`, or of any other. */
export function messageOf(error: unknown): string {
  if (typeof error === 'object' && error !== null) {
    const body = 'data' in error ? error.data : undefined;
    if (typeof body === 'object' && body !== null && 'message' in body) {
      return String(body.message);
    }
    if ('message' in error) {
      return String(error.message);
    }
  }
  return labels.noAnswer;
}
