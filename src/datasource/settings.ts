/** The SDK's own limit for a request where none is set. */
export const DEFAULT_TIMEOUT_SECONDS = 30;

/** What is wrong with the proxy's address; `null` when nothing is, or nothing has been entered yet. */
export function urlError(url: string): string | null {
  if (url === '') {
    return null;
  }
  if (!/^https?:\/\//.test(url)) {
    return 'The address must start with http:// or https://.';
  }
  const parsed = parse(url);
  if (!parsed) {
    return 'This is no address. Expected something like http://localhost:4000.';
  }
  if (parsed.username !== '') {
    return 'Leave user and password out; the proxy takes an API key instead.';
  }
  return parsed.search || parsed.hash ? 'The address must not hold a query (?) or a fragment (#).' : null;
}

/** What is wrong with a timeout in seconds; `null` when nothing is. */
export function timeoutError(seconds: number | undefined): string | null {
  return seconds === undefined || seconds >= 1 ? null : 'Expected a number of seconds, 1 or more.';
}

function parse(url: string): URL | null {
  try {
    return new URL(url);
  } catch {
    return null;
  }
}
