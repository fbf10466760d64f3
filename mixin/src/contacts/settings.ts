import { messageTemplate, titleTemplate } from '../alerts/message';
import type { Contact } from './contact';

/** Address of webhooks while their variable is unset: nobody listens there, and Grafana says so in its log. */
const NOBODY = 'http://127.0.0.1:9/';

/** The settings of a receiver as Grafana's provisioning files spell them, with the specification's payload as text. */
export function settingsOf(contact: Contact): Record<string, unknown> {
  const [title, message] = [titleTemplate(), messageTemplate()];
  switch (contact.type) {
    case 'webhook':
      // Grafana does not start on an empty address, but it renders the address as a template before it sends.
      return { url: `{{ or "${contact.url}" "${NOBODY}" }}`, httpMethod: 'POST', title, message };
    case 'email':
      return { addresses: contact.addresses.join(';'), singleEmail: true, subject: title, message };
    case 'slack':
      return 'url' in contact
        ? { url: contact.url, title, text: message }
        : { token: contact.token, recipient: contact.recipient, title, text: message };
    case 'pagerduty':
      return {
        integrationKey: contact.integrationKey,
        severity: '{{ .CommonLabels.severity }}',
        component: '{{ .CommonLabels.metric }}',
        group: '{{ .CommonLabels.team }}',
        summary: title,
        details: { message },
      };
    case 'teams':
      return { url: contact.url, title, message };
  }
}
