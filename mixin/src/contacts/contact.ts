import type { Severity } from '../alerts/types';

/** Every severity, the worst first. */
export const ALL_SEVERITIES: readonly Severity[] = ['critical', 'warning', 'info'];

interface Common {
  /** What this contact is told of. */
  severities: readonly Severity[];
}

/**
 * Somebody who is told. Secrets are names of environment variables, `$NAME`, which Grafana fills in when it reads the
 * file: no generated file holds one.
 */
export type Contact = Common &
  (
    | { type: 'webhook'; url: string }
    | { type: 'email'; addresses: readonly string[] }
    | { type: 'slack'; url: string }
    | { type: 'slack'; token: string; recipient: string }
    | { type: 'pagerduty'; integrationKey: string }
    | { type: 'teams'; url: string }
  );

/** The contact of the committed files, and of severities that no other takes: rules need a receiver. */
export const WEBHOOK: Contact = { type: 'webhook', url: '$LOPAN_WEBHOOK_URL', severities: ALL_SEVERITIES };
