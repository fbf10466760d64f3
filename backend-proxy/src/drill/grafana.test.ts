import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { GrafanaApi, GrafanaError } from './grafana';

interface Seen {
  method?: string;
  url?: string;
  headers: http.IncomingHttpHeaders;
}

describe('GrafanaApi', () => {
  let server: http.Server;
  let seen: Seen[];
  let answer: { status: number; text: string };
  let api: GrafanaApi;

  beforeEach(async () => {
    seen = [];
    server = http.createServer(({ method, url, headers }, response) => {
      seen.push({ method, url, headers });
      response.writeHead(answer.status).end(answer.text);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    api = new GrafanaApi({ url: `http://127.0.0.1:${port}`, authorization: 'Bearer t' });
  });
  afterEach(() => new Promise((resolve) => server.close(resolve)));

  it('reads the last attempt of each channel of one contact point', async () => {
    answer = {
      status: 200,
      text: JSON.stringify([
        { name: 'other', integrations: [{ name: 'email' }] },
        {
          name: 'Lopan alerts',
          integrations: [{ name: 'slack', lastNotifyAttempt: 'then', lastNotifyAttemptError: 'no' }],
        },
      ]),
    };
    expect(await api.attempts('Lopan alerts')).toEqual([
      { contactPoint: 'Lopan alerts', channel: 'slack', at: 'then', error: 'no' },
    ]);
    expect(seen[0]?.headers.authorization).toBe('Bearer t');
  });

  it('writes groups that stay editable, whatever their name', async () => {
    answer = { status: 202, text: '' };
    await api.putGroup('a/b', 'a drill', 10, []);
    expect(seen[0]).toMatchObject({
      method: 'PUT',
      url: '/api/v1/provisioning/folder/a%2Fb/rule-groups/a%20drill',
      headers: { 'x-disable-provenance': 'true' },
    });
  });

  it('knows no state of a rule that Grafana has not looked at', async () => {
    answer = { status: 200, text: '{"data":{"groups":[]}}' };
    expect(await api.ruleState('f', 'g')).toBeNull();
  });

  it.each([
    [{ status: 401, text: '{"message":"Invalid API key"}' }, 'was answered with 401: Invalid API key'],
    [{ status: 502, text: '<html>' }, 'was answered with 502: <html>'],
  ])('says what was refused and why', async (given, message) => {
    answer = given;
    await expect(api.rules()).rejects.toEqual(new GrafanaError(`GET /api/v1/provisioning/alert-rules ${message}`));
  });

  it('says that nobody answers', async () => {
    const nobody = new GrafanaApi({ url: 'http://127.0.0.1:1', authorization: '' });
    await expect(nobody.rules()).rejects.toThrow(/^http:\/\/127\.0\.0\.1:1 cannot be reached: /);
  });
});
