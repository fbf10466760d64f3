import { labels } from './labels';

/** The SDK's own limit for a request where none is set. */
export const DEFAULT_TIMEOUT_SECONDS = 30;

/** What is wrong with the proxy's address; `null` when nothing is, or nothing has been entered yet. */
export function urlError(url: string): string | null {
  if (url === '') {
    return null;
  }
  if (!/^https?:\/\//.test(url)) {
    return labels.errors.urlScheme;
  }
  const parsed = parse(url);
  if (!parsed) {
    return labels.errors.noUrl;
  }
  if (parsed.username !== '') {
    return labels.errors.urlCredentials;
  }
  return parsed.search || parsed.hash ? labels.errors.urlQuery : null;
}

/** What is wrong with a timeout in seconds; `null` when nothing is. */
export function timeoutError(seconds: number | undefined): string | null {
  return seconds === undefined || seconds >= 1 ? null : labels.errors.timeout;
}

function parse(url: string): URL | null {
  try {
    return new URL(url);
  } catch {
    return null;
  }
}
