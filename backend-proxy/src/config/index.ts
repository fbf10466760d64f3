export * from './types';
export { ConfigError, formatProblem, type ConfigProblem } from './problems';
export { loadConfig, type ConfigSources, type LoadedConfig } from './load';
export { printConfig } from './print';
