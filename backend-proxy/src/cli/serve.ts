import { migrate } from '../db/migrate';
import { createLogger } from '../logging';
import { routes } from '../routes/v1';
import { serve } from '../server';
import { createServices } from '../services';
import { configOption, loadFor, type CommandModule } from './context';
import { untilSignalled } from './signals';

/** `serve`: the proxy, until SIGTERM or SIGINT. */
export const serveCommand: CommandModule = (program, context) => {
  program
    .command('serve')
    .description('apply pending migrations, take events and answer queries until SIGTERM')
    .addOption(configOption())
    .action(async (options: { config?: string }) => {
      const loaded = loadFor(context, options);
      const { signal, release } = untilSignalled();
      try {
        const log = createLogger(loaded.config.logLevel, context.stdout);
        const server = await serve(loaded, { createServices, migrate, routes }, log);
        signal.addEventListener('abort', () => void server.stop().catch(() => undefined));
        if (signal.aborted) {
          void server.stop().catch(() => undefined);
        }
        await server.ended;
      } finally {
        release();
      }
    });
};
