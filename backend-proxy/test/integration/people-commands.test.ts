import { randomUUID } from 'node:crypto';
import { runCommand } from '../helpers/cli';
import { withDatabase } from '../helpers/database';
import { sessionEvent } from '../helpers/events';
import { createTestProxy } from '../helpers/proxy';

describe('lopan-analytics event and subject', () => {
  const database = withDatabase();
  const run = (...args: string[]) => runCommand(database.url, args);

  it('void takes an event back, and says when there is none', async () => {
    const event = sessionEvent();
    await createTestProxy(database.pool).post([event]);
    const { code, stdout } = await run('event', 'void', event.id, '--reason', 'counted twice');
    expect([code, JSON.parse(stdout)]).toMatchObject([0, { id: event.id, type: 'session', reason: 'counted twice' }]);
    expect(await database.rows('SELECT actor, action FROM audit_log')).toEqual([
      { actor: 'command line', action: 'event.void' },
    ]);
    expect(await run('event', 'void', randomUUID(), '--reason', 'x')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('there is no such event') as string,
    });
    expect((await run('event', 'void', 'twelve', '--reason', 'x')).code).toBe(2);
    expect((await run('event', 'void', event.id)).code).toBe(2);
    expect((await run('event', 'void', event.id, '--reason', ' ')).code).toBe(2);
  });

  it('export prints and erase removes what is stored about a person, by the raw id', async () => {
    const userId = randomUUID();
    await createTestProxy(database.pool).post([sessionEvent({ userId })]);
    const exported = await run('subject', 'export', userId);
    expect([exported.code, JSON.parse(exported.stdout)]).toMatchObject([0, { events: { session: [{}] } }]);
    const erased = await run('subject', 'erase', userId.toUpperCase());
    expect([erased.code, JSON.parse(erased.stdout)]).toMatchObject([0, { counts: { user_engagement: 1 } }]);
    for (const command of ['export', 'erase']) {
      expect(await run('subject', command, userId)).toMatchObject({
        code: 1,
        stderr: 'lopan-analytics: nothing is stored about this person\n',
      });
      const misused = await run('subject', command, 'anna@example.org');
      expect([misused.code, misused.stderr]).toEqual([2, expect.not.stringContaining('anna')]);
    }
  });

  it('retention runs by its own name and by "run"', async () => {
    for (const args of [['retention'], ['retention', 'run']]) {
      const { code, stdout } = await run(...args);
      expect([code, JSON.parse(stdout)]).toMatchObject([0, { monthsDropped: [] }]);
    }
    expect(await database.rows('SELECT ok FROM retention_runs')).toEqual([{ ok: true }, { ok: true }]);
  });
});

describe('a database without a schema', () => {
  const database = withDatabase({ empty: true });

  it('is told apart from one that is wrong', async () => {
    const { code, stderr } = await runCommand(database.url, ['retention']);
    expect([code, stderr]).toEqual([1, expect.stringContaining('run "lopan-analytics migrate" first')]);
  });
});
