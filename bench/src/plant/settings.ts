import { loadConfig } from '../../../backend-proxy/src/config/load';

/** Proxies of a bench run with the defaults and this secret. */
export const PRIVACY_SECRET = 'a-secret-of-the-bench-0123456789';

/** The configuration that holds where nothing is configured. */
export const defaultConfig = loadConfig({ env: { LOPAN_PRIVACY_SECRET: PRIVACY_SECRET } }).config;
