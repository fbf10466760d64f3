import { randomBytes } from 'node:crypto';
import { buildApp } from '../app';
import { KeyRing } from '../auth/keys';
import { loadConfig } from '../config/load';
import { createLogger } from '../logging';
import { Metrics } from '../plugins/metrics';
import { routes } from '../routes/v1';
import { createServices } from '../services';
import { print, type CommandModule } from './context';

/** `openapi`: the document that the proxy serves at `/v1/openapi.json`, without a database or a configuration. */
export const openapiCommand: CommandModule = (program, context) => {
  program
    .command('openapi')
    .description('print the OpenAPI document; needs no database')
    .action(async () => {
      // Nothing is stored, so that any secret does.
      const { config, sources } = loadConfig({ env: { LOPAN_PRIVACY_SECRET: randomBytes(32).toString('hex') } });
      const log = createLogger('silent');
      const metrics = new Metrics();
      const services = createServices(config, { log, metrics });
      const app = await buildApp({ config, services, keys: new KeyRing(sources.keys), routes, log, metrics });
      try {
        await app.ready();
        print(context, JSON.stringify(app.swagger(), null, 2));
      } finally {
        await app.close();
        await services.stop();
      }
    });
};
