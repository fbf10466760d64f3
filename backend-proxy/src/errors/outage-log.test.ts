import { OutageLog } from './outage-log';

describe('OutageLog', () => {
  it('tells the reason at once and then every five seconds, with the number of requests', () => {
    let clock = 0;
    const told: unknown[] = [];
    const outage = new OutageLog(() => clock);
    const log = { warn: (line: unknown) => told.push(line) };
    for (; clock <= 5000; clock += 1000) {
      outage.note(log, 'away');
    }
    expect(told).toEqual([
      { reason: 'away', requests: 1 },
      { reason: 'away', requests: 5 },
    ]);
  });
});
