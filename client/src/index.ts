export { createClient, type Client, type ClientStats, type WaitOptions } from './client';
export type { ClientOptions, SyncMode } from './options';
export type { ClientNotice } from './notice';
export type { BackoffOptions } from './backoff';
export type { CollectionPolicy } from './policy';
export type { Rejection } from './answer';
export type { Receipt } from './queue/encodeEvent';
export type * from './events';
export * from './errors';
