import { ALL_SEVERITIES } from './contact';
import { points, untold } from './points';
import { readContacts } from './read';
import { settingsOf } from './settings';

const ENV = { HOOK: 'http://h', MAIL: 'a@b', SLACK: 'x', TOKEN: 'x', PAGER: 'x', TEAMS: 'x' };
const read = (text: string, env: Record<string, string> = ENV): ReturnType<typeof readContacts> =>
  readContacts(`contacts: [${text}]`, 'contacts.yaml', env);

describe('readContacts', () => {
  it('reads every type', () => {
    const { contacts, left } = read(`
      { type: webhook, url: $HOOK }, { type: email, addresses: [plant@x.example, $MAIL] }, { type: slack, url: $SLACK },
      { type: slack, token: $TOKEN, recipient: '#plant' }, { type: teams, url: $TEAMS },
      { type: pagerduty, integration_key: $PAGER, severities: [warning, critical] }`);
    expect(left).toEqual([]);
    const severities = ALL_SEVERITIES;
    expect(contacts).toEqual([
      { type: 'webhook', url: '$HOOK', severities },
      { type: 'email', addresses: ['plant@x.example', '$MAIL'], severities },
      { type: 'slack', url: '$SLACK', severities },
      { type: 'slack', token: '$TOKEN', recipient: '#plant', severities },
      { type: 'teams', url: '$TEAMS', severities },
      { type: 'pagerduty', integrationKey: '$PAGER', severities: ['critical', 'warning'] },
    ]);
  });

  it('leaves out what has no secret at hand, and says which', () => {
    expect(read('{ type: slack, url: $NONE }, { type: email, addresses: plant@x.example }', {})).toMatchObject({
      contacts: [{ type: 'email' }],
      left: ['slack: NONE is not set'],
    });
  });

  it.each([
    ['{ type: fax }', /contacts\[0\]\.type must be one of webhook, email, slack, pagerduty, teams/],
    ['{ type: teams, uri: $TEAMS }', /contacts\[0\]\.uri is not known for teams; expected url/],
    ['{ type: teams, url: https://t.example }', /contacts\[0\]\.url is a secret: expected the name of an environment/],
    ['{ type: teams }', /contacts\[0\]\.url must be a text/],
    ['{ type: email, addresses: plant }', /contacts\[0\]\.addresses must be e-mail addresses or variables/],
    [
      '{ type: teams, url: $TEAMS, severities: [high] }',
      /contacts\[0\]\.severities must be a list of critical, warning, info/,
    ],
  ])('refuses %s', (text, message) => {
    expect(() => read(text)).toThrow(message);
  });

  it.each([
    ['contacts: [', /^contacts\.yaml: not readable as YAML/],
    ['[]', /^contacts\.yaml: expected one key, "contacts", with a list/],
  ])('refuses the file %s', (text, message) => {
    expect(() => readContacts(text, 'contacts.yaml', ENV)).toThrow(message);
  });
});

describe('points', () => {
  it('are one as long as everybody is told of everything', () => {
    const { contacts } = read('{ type: webhook, url: $HOOK }, { type: webhook, url: $SLACK }');
    expect(points(contacts)).toMatchObject([
      { name: 'Lopan alerts', receivers: [{ uid: 'lopan-webhook' }, { uid: 'lopan-webhook-2' }] },
    ]);
  });

  it('are as many as there are audiences, and leave no severity without a receiver', () => {
    const { contacts } = read('{ type: pagerduty, integration_key: $PAGER, severities: [critical] }');
    expect(untold(contacts)).toEqual(['warning', 'info']);
    expect(points(contacts)).toMatchObject([
      { name: 'Lopan alerts, critical', receivers: [{ uid: 'lopan-pagerduty-critical' }] },
      { name: 'Lopan alerts, warning and info', receivers: [{ uid: 'lopan-webhook-warning-info' }] },
    ]);
  });
});

describe('settingsOf', () => {
  it('spells settings as Grafana does, with a text of ours', () => {
    const { contacts } = read(
      '{ type: email, addresses: [a@b.example, $MAIL] }, { type: pagerduty, integration_key: $PAGER }, { type: webhook, url: $HOOK }'
    );
    expect(contacts.map(settingsOf)).toMatchObject([
      { addresses: 'a@b.example;$MAIL', message: expect.stringContaining('.Annotations.summary') },
      { integrationKey: '$PAGER', severity: '{{ .CommonLabels.severity }}' },
      { url: '{{ or "$HOOK" "http://127.0.0.1:9/" }}' },
    ]);
  });
});
