import type { PanelData } from '@grafana/data';

/** Why queries of a panel failed, joined; `null` when none did. */
export function failureMessages({ errors = [] }: PanelData): string | null {
  const messages = errors.map(({ message, data }) => message ?? data?.message);
  return messages.filter(Boolean).join('; ') || null;
}
