/** One reason why a configuration cannot be used. */
export interface ConfigProblem {
  /** The file at fault as it was named, or null for the environment. */
  file: string | null;
  /** Line in the file, from 1. */
  line: number | null;
  /** The key or environment variable at fault, such as `analytics.server.port`; null for the file as a whole. */
  key: string | null;
  /** What was found and what is expected. */
  message: string;
}

/** `config.yaml:12: analytics.server.port: expected …` */
export function formatProblem({ file, line, key, message }: ConfigProblem): string {
  const place = [file, line].filter((part) => part !== null).join(':');
  return [place, key, message].filter((part) => part !== null && part !== '').join(': ');
}

/** The configuration cannot be used; lists everything that is wrong with it, not just the first. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  constructor(readonly problems: readonly ConfigProblem[]) {
    super(problems.map(formatProblem).join('\n'));
  }
}
