export * from './types';
export * from './features';
export * from './catalogue';
export * from './status';
