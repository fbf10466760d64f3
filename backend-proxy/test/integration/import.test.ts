import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createPseudonymizer } from '../../src/ingest/privacy';
import { runCommand } from '../helpers/cli';
import { withDatabase } from '../helpers/database';
import { testConfig } from '../helpers/proxy';
import { resetDatabase } from '../helpers/reset';

const MAP =
  'Zeit=timestamp,Batch %=batchCompletionRate,Qualität=qualityScore,Liefertreue=deliveryPerformance,Defects=defectRate,Rework=reworkPercentage,Complaints=customerComplaints,COGS=inventory.costOfGoodsSold,Stock=inventory.inventoryValue';
const HEADER = 'Zeit,Batch %,Qualität,Liefertreue,Defects,Rework,Complaints,COGS,Stock,site,Remark';
const LINES = [
  '2019-05-01T08:00:00Z,90,80,70,2,3,1,1000,5000,north,fine',
  '2019-05-01 09:30,95.5,80,70,2,3,0,,,south,"two\nlines, quoted ""so"""',
  '2019-05-02,50,50,50,0,0,0,,,,',
];
const USER = 'aaaaaaaa-0000-4000-8000-000000000001';

describe('lopan-analytics import', () => {
  const database = withDatabase();
  let folder: string;
  let file: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'lopan-import-'));
    file = path.join(folder, 'export.csv');
  });
  afterEach(async () => {
    rmSync(folder, { recursive: true });
    await resetDatabase(database);
  });

  const write = (lines: readonly string[], header = HEADER) => writeFileSync(file, [header, ...lines, ''].join('\n'));
  const run = (...args: string[]) => runCommand(database.url, ['import', ...args, file]);
  const importBusiness = () => run('--type', 'business', '--map', MAP);
  const stored = () =>
    database.rows(
      `SELECT to_char("timestamp", 'YYYY-MM-DD HH24:MI') AS at, batch_completion_rate AS batch, cost_of_goods_sold AS cogs, site
       FROM business_metrics ORDER BY "timestamp", event_id`
    );

  it('takes lines of any age through the intake, empty cells as absent, times without offset in the reporting zone', async () => {
    write(LINES);
    const { code, stdout, stderr } = await importBusiness();
    expect([code, JSON.parse(stdout)]).toEqual([
      0,
      { lines: 3, accepted: 3, duplicates: 0, rejected: 0, rejectedFile: null },
    ]);
    expect(stderr).toBe('{"progress":"lines","share":1,"count":3}\n');
    expect(await stored()).toEqual([
      { at: '2019-05-01 08:00', batch: 90, cogs: 1000, site: 'north' },
      { at: '2019-05-01 09:30', batch: 95.5, cogs: null, site: 'south' },
      { at: '2019-05-02 00:00', batch: 50, cogs: null, site: null },
    ]);
    expect(await database.rows('SELECT count(*)::int AS marks FROM rollup_pending')).toEqual([{ marks: 3 }]);
  });

  it('adds nothing the second time, and of a longer export only what is new; equal lines of one file all count', async () => {
    const twice = [...LINES, LINES[2] ?? ''];
    write(twice);
    await importBusiness();
    expect(JSON.parse((await importBusiness()).stdout)).toMatchObject({ accepted: 0, duplicates: 4 });
    write(['2019-04-30T08:00:00Z,1,2,3,4,5,6,,,north,', ...twice]);
    expect(JSON.parse((await importBusiness()).stdout)).toMatchObject({ accepted: 1, duplicates: 4 });
    expect(await stored()).toHaveLength(5);
  });

  it('puts lines that are not taken into a file with line and reason, and exits with 1; mended, they come in', async () => {
    const [first = '', second = '', third = ''] = LINES;
    write([first, second, third.replace('50,50', '50,150'), 'yesterday,1,2,3,4,5,6,,,,', '2019-05-03,1,2,3']);
    const { code, stdout, stderr } = await importBusiness();
    const rejectedFile = `${file}.rejected.csv`;
    expect([code, JSON.parse(stdout)]).toEqual([
      1,
      { lines: 5, accepted: 2, duplicates: 0, rejected: 3, rejectedFile },
    ]);
    expect(stderr).toContain(`3 of 5 lines were not taken; ${rejectedFile} has them`);
    expect(readFileSync(rejectedFile, 'utf8').split('\n')).toEqual([
      `line,code,field,reason,${HEADER}`,
      '5,out_of_range,/qualityScore,qualityScore must be between 0 and 100,2019-05-02,50,150,50,0,0,0,,,,',
      '6,invalid_timestamp,/timestamp,timestamp must be an RFC 3339 instant like 2026-03-02T08:00:05Z,yesterday,1,2,3,4,5,6,,,,',
      expect.stringMatching(/^7,unreadable,,"?Invalid Record Length/) as string,
      '',
    ]);
    expect(await database.rows('SELECT 1 FROM rejected_events')).toEqual([]);
    write(LINES);
    expect(JSON.parse((await importBusiness()).stdout)).toMatchObject({ accepted: 1, duplicates: 2, rejected: 0 });
    expect(existsSync(rejectedFile)).toBe(false);
  });

  it('takes people under pseudonyms, lists, constants, own ids and the forms of other countries', async () => {
    const id = 'bbbbbbbb-0000-4000-8000-000000000001';
    write(
      [`${id};2026-03-02T08:00:00+01:00;${USER.toUpperCase()};1.234,5;3;4;batch_processing | quality_control`],
      'id;timestamp;userId;Dauer;screenViews;actionsCompleted;featuresUsed'
    );
    const { code } = await run(
      ...['--type', 'session', '--map', 'Dauer=sessionDuration', '--set', 'userRole=operator,site=north'],
      ...['--delimiter', ';', '--decimal', ',']
    );
    expect(code).toBe(0);
    expect(
      await database.rows(
        'SELECT event_id, user_id, session_duration, features_used, user_role, site FROM user_engagement'
      )
    ).toEqual([
      {
        event_id: id,
        user_id: createPseudonymizer(testConfig().privacy)(USER),
        session_duration: 1234.5,
        features_used: ['batch_processing', 'quality_control'],
        user_role: 'operator',
        site: 'north',
      },
    ]);
  });

  it('reads the encoding that it is told, and stores nothing of a file that is not in it', async () => {
    const header = 'timestamp,userId,sessionDuration,screenViews,actionsCompleted,featuresUsed,site';
    const line = `2019-05-01T08:00:00Z,${USER},60,2,3,quality_control,Süd`;
    writeFileSync(file, Buffer.from([header, line, ''].join('\n'), 'latin1'));
    const wrong = await run('--type', 'session');
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringMatching(/not utf-8 \(line 2\); name its encoding/)]);
    expect(await database.rows('SELECT 1 FROM user_engagement')).toEqual([]);
    expect((await run('--type', 'session', '--encoding', 'windows-1252')).code).toBe(0);
    expect(await database.rows('SELECT site FROM user_engagement')).toEqual([{ site: 'Süd' }]);
    expect(await run('--type', 'session', '--encoding', 'latin-99')).toMatchObject({ code: 2 });
  });

  it('refuses lines from before the life of raw rows', async () => {
    write(LINES);
    await importBusiness();
    await database.pool.query(`UPDATE rollup_state SET raw_floor = '2019-06-01'`);
    write(['2019-05-09,1,2,3,4,5,6,,,,', '2019-06-09,1,2,3,4,5,6,,,,']);
    const { code, stdout } = await importBusiness();
    expect([code, JSON.parse(stdout)]).toMatchObject([1, { accepted: 1, rejected: 1 }]);
    expect(readFileSync(`${file}.rejected.csv`, 'utf8')).toContain('too_old,/timestamp');
  });

  it.each([
    [
      'a field that is none',
      ['--map', 'Zeit=timestamp,Defects=defectrat'],
      /"defectrat" is no field of a business event; did you mean "defectRate"\?/,
    ],
    ['a column that is not there', ['--map', 'Zait=timestamp'], /the file has no column "Zait"; did you mean "Zeit"\?/],
    ['no time', ['--map', 'Defects=defectRate'], /no column leads to "timestamp"/],
    [
      'a field from two columns',
      ['--map', 'Zeit=timestamp,Defects=defectRate,Rework=defectRate'],
      /"defectRate" is given more than once: by column "Defects" and column "Rework"/,
    ],
    [
      'a field from a column and --set',
      ['--map', 'Zeit=timestamp', '--set', 'site=x'],
      /"site" is given more than once/,
    ],
    [
      'a pair the wrong way round',
      ['--map', 'timestamp=Zeit'],
      /a pair is COLUMN=FIELD: did you mean "Zeit=timestamp"\?/,
    ],
    ['half a pair', ['--map', 'Zeit'], /--map: expected name=value/],
  ])('refuses %s before anything is stored: exit code 2', async (_name, args, message) => {
    write(LINES);
    const { code, stderr } = await run('--type', 'business', ...args);
    expect([code, stderr]).toEqual([2, expect.stringMatching(message)]);
    expect(await stored()).toEqual([]);
  });

  it('refuses a file that is not there and a type that is none', async () => {
    expect((await importBusiness()).code).toBe(2);
    expect((await run('--type', 'sales')).code).toBe(2);
  });
});
