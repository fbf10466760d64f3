// The command line of the proxy.
import { inRoot } from './paths.mjs';

export const CLI = inRoot('backend-proxy', 'bin', 'lopan-analytics.js');
