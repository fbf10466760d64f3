/**
 * Business events of two sites, from bad over worse to good, and what Grafana makes of them: rules fire by the minute, a
 * message goes out 20 s after the first alert and then at most once a minute.
 */
import { businessEvent, type EventBody } from '../../backend-proxy/test/helpers/events';
import { until } from '../system/plant';
import { betweenEvaluations, firing, namesOf, SeverityWatch } from './alerts';
import { boards } from './boards';
import { efficiencyOf, meanOf, qualityOf } from './byHand';
import { startSystem, type System } from './system';
import type { Message } from './webhook';

/** An evaluation, a group's wait and a busy machine. */
const PATIENCE_MS = 180_000;

const GOOD = { batchCompletionRate: 98, qualityScore: 97, deliveryPerformance: 99, customerSatisfaction: 4.9 };
const CLEAN = { defectRate: 1, reworkPercentage: 1, customerComplaints: 0 };
/** Efficiency 64.7 and quality index 76: below both thresholds, above both critical limits; customers are content. */
const BAD = { ...GOOD, batchCompletionRate: 20, qualityScore: 90, defectRate: 15, reworkPercentage: 9 };
/** Efficiency 29.7, quality index 30. */
const WORSE = { ...GOOD, batchCompletionRate: 0, qualityScore: 0, defectRate: 40, reworkPercentage: 30 };

const EFFICIENCY = 'Production Efficiency too low';
const QUALITY = 'Quality Index too low';

describe('alerting', () => {
  let system: System;
  let watch: SeverityWatch;
  const posted: EventBody[] = [];
  /** Addresses that the messages carried. */
  const links: string[] = [];

  beforeAll(async () => {
    system = await startSystem();
    watch = new SeverityWatch(system.grafana);
  });
  afterAll(async () => {
    await watch?.stop();
    await system?.stop();
  });

  /** Posts as many events of a site, which happened just now. */
  async function report(site: string, count: number, fields: object) {
    const timestamp = new Date().toISOString();
    const events = Array.from({ length: count }, () => businessEvent({ timestamp, site, ...CLEAN, ...fields }));
    await system.post(events);
    posted.push(...events);
  }

  /** Waits until a message for each cause has come, and returns them by alert name. */
  async function messages(...causes: string[]): Promise<Record<string, Message>> {
    const { webhook } = system;
    const nameOfGroup = ({ groupLabels }: Message) => groupLabels['alertname'] ?? '';
    await until(
      `a message for ${causes.join(' and ')}`,
      async () => causes.every((cause) => webhook.messages.some((message) => nameOfGroup(message) === cause)),
      PATIENCE_MS
    );
    const taken = webhook.take();
    expect(taken.map(nameOfGroup).sort()).toEqual([...causes].sort());
    return Object.fromEntries(taken.map((message) => [nameOfGroup(message), message]));
  }

  const settle = (expected: string[]) =>
    until(
      `exactly ${expected.join(', ')}`,
      async () => (await firing(system.grafana)).join() === expected.join(),
      PATIENCE_MS
    );

  /** How a value is written: one decimal, as the catalogue has it for both KPIs. */
  const written = (value: (event: EventBody) => number, site?: string) =>
    meanOf(
      posted.filter((event) => site === undefined || event['site'] === site),
      value
    ).toFixed(1);

  const summaries = (message: Message) => message.alerts.map(({ annotations }) => annotations['summary']).sort();

  it('is silent while nothing is known', async () => {
    expect(await firing(system.grafana)).toEqual([]);
  });

  it('fires the warning rules of a bad hour, and tells each cause once', async () => {
    await betweenEvaluations();
    await report('south', 2, GOOD);
    await report('north', 6, BAD);
    await settle([
      'production_efficiency north warning',
      'production_efficiency total warning',
      'quality_index north warning',
    ]);

    const told = await messages(EFFICIENCY, QUALITY);
    expect(summaries(told[EFFICIENCY]!)).toEqual([
      `Production Efficiency, site north: ${written(efficiencyOf, 'north')} % (warning below 75 %)`,
      `Production Efficiency: ${written(efficiencyOf)} % (warning below 75 %)`,
    ]);
    expect(summaries(told[QUALITY]!)).toEqual([
      `Quality Index, site north: ${written(qualityOf, 'north')} (warning below 80)`,
    ]);
    const [alert] = told[QUALITY]!.alerts;
    expect(alert).toMatchObject({
      status: 'firing',
      labels: { metric: 'quality_index', severity: 'warning', threshold: '80', site: 'north', scope: 'site' },
      annotations: { current_value: written(qualityOf, 'north') },
    });
    expect(Math.abs(Date.parse(alert!.startsAt) - Date.now())).toBeLessThan(PATIENCE_MS);
    expect(told[QUALITY]!.message).toContain('metric: quality_index');
    links.push(
      ...Object.values(told).flatMap(({ alerts }) =>
        alerts.flatMap(({ panelURL, annotations }) => [panelURL, annotations['runbook_url'] ?? ''])
      )
    );
  });

  it('links to the panel and to the runbook', async () => {
    expect(links.length).toBeGreaterThan(0);
    for (const link of links) {
      const { pathname, searchParams } = new URL(link);
      expect([link, (await fetch(link)).status]).toEqual([link, 200]);
      // The page of a dashboard answers 200 whatever it is asked for: the panel has to be one of the board.
      const board = boards().find(({ uid }) => uid === pathname.split('/')[2]);
      expect(board?.panels.map(({ id }) => String(id))).toContain(searchParams.get('viewPanel')?.replace('panel-', ''));
    }
  });

  it('fires the critical rules alone when it gets worse', async () => {
    await betweenEvaluations();
    await report('north', 12, WORSE);
    const critical = [
      'production_efficiency north critical',
      'production_efficiency total critical',
      'quality_index north critical',
      'quality_index total critical',
    ];
    await settle(critical);

    const told = await messages(EFFICIENCY, QUALITY);
    expect(
      Object.values(told)
        .flatMap((message) => namesOf(message, 'firing'))
        .sort()
    ).toEqual(critical);
    expect(summaries(told[EFFICIENCY]!)).toEqual(
      expect.arrayContaining([
        `Production Efficiency, site north: ${written(efficiencyOf, 'north')} % (critical below 60 %)`,
        `Production Efficiency: ${written(efficiencyOf)} % (critical below 60 %)`,
      ])
    );
  });

  it('resolves with the values of now when it is good again', async () => {
    await betweenEvaluations();
    await report('north', 300, GOOD);
    await settle([]);

    const told = await messages(EFFICIENCY, QUALITY);
    for (const message of Object.values(told)) {
      expect(message.status).toBe('resolved');
      expect(namesOf(message, 'firing')).toEqual([]);
    }
    expect(summaries(told[EFFICIENCY]!)).toEqual(
      expect.arrayContaining([
        `Production Efficiency, site north: ${written(efficiencyOf, 'north')} % (critical below 60 %)`,
        `Production Efficiency: ${written(efficiencyOf)} % (critical below 60 %)`,
      ])
    );
    expect(told[EFFICIENCY]!.message).toContain('[resolved] Production Efficiency');
  });

  it('has never fired both severities of a cause at once, nor anything about customers', () => {
    expect([...watch.overlaps]).toEqual([]);
    expect([...watch.seen].filter((name) => !/^(production_efficiency|quality_index) /.test(name))).toEqual([]);
  });

  it('has logged nothing about us at warning or error but the missing signature', () => {
    expect(system.grafana.complaints()).toEqual([]);
  });
});
