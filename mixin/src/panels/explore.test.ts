import { DEFAULTS } from '../config';
import { exploreLink } from './explore';

describe('exploreLink', () => {
  it('is a link that Grafana can read once it has filled in row and range', () => {
    const { url } = exploreLink(DEFAULTS).build();
    const filled = (url ?? '')
      .replace('${__data.fields.kpi}', 'launch_time')
      .replace('${__from}', '1000')
      .replace('${__to}', '2000');
    const panes: unknown = JSON.parse(new URL(filled, 'http://localhost').searchParams.get('panes') ?? '');
    expect(panes).toMatchObject({
      lopan: {
        datasource: 'lopan-analytics',
        queries: [{ queryType: 'kpi', kpis: ['launch_time'], schemaVersion: 1 }],
        range: { from: '1000', to: '2000' },
      },
    });
  });
});
