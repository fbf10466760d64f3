import { createTemplate, onServer, startServer } from './server';

/** What the workers of a run know of the server, and what ends it; the main process keeps both. */
interface Run {
  server: string;
  template: string;
}

declare global {
  // Jest hands nothing from set-up to tear-down but the globals of the process that runs both.
  var lopanTestServer: { stop(): Promise<void> } | undefined;
}

const RUN_VARIABLE = 'LOPAN_TEST_RUN';

/** The server of this run, for tests. @throws when the file runs outside the `database` project of jest */
export function currentRun(): Run {
  const text = process.env[RUN_VARIABLE];
  if (!text) {
    throw new Error('no test database: this test belongs into backend-proxy/test/, where jest starts one');
  }
  return JSON.parse(text) as Run;
}

/** Starts the server and migrates the template, once for all files. */
export default async function setUp(): Promise<void> {
  const server = await startServer();
  try {
    const template = await createTemplate(server.url);
    process.env[RUN_VARIABLE] = JSON.stringify({ server: server.url, template } satisfies Run);
    globalThis.lopanTestServer = {
      stop: async () => {
        await onServer(server.url, `DROP DATABASE IF EXISTS ${template} WITH (FORCE)`);
        await server.stop();
      },
    };
  } catch (error) {
    await server.stop();
    throw error;
  }
}
