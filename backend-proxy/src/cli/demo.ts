import type { ClientNotice } from '@lopan/client';
import { Option, type Command } from 'commander';
import {
  DEMO_DAYS,
  demoLicenses,
  loadDemo,
  openDemoClient,
  planDemo,
  postLive,
  type DemoHistory,
  type LicenseSet,
} from '../demo';
import { print, UsageError, type CliContext, type CommandModule } from './context';
import { addDemoClear } from './demo-clear';
import { createProgress } from './progress';
import { untilSignalled } from './signals';

interface DemoOptions {
  url: string;
  key?: string;
  adminKey?: string;
  now?: string;
}

const DAY_MS = 86_400_000;

/** The history of the plant as it was planned on the day of `--now`, up to this moment. */
function historyOf(options: DemoOptions): DemoHistory {
  const now = new Date();
  const planned = options.now === undefined ? now : new Date(options.now);
  if (Number.isNaN(planned.getTime()) || planned.getTime() > now.getTime() + DAY_MS) {
    throw new UsageError(`--now: expected a date that is not in the future (such as 2026-03-02), got "${options.now}"`);
  }
  return { ...planDemo(planned), to: now };
}

function keyOf(options: DemoOptions, { env }: CliContext): string {
  const key = options.key ?? env.LOPAN_INGEST_KEY;
  if (key === undefined || key === '') {
    throw new UsageError('a key of the scope ingest is needed: set LOPAN_INGEST_KEY, or give --key');
  }
  return key;
}

type DemoClient = Awaited<ReturnType<typeof openDemoClient>>['client'];

/** Tells what a person may want to know; of the rejected events one of each kind, since they come in thousands. */
function noticesTo({ stderr }: CliContext): (notice: ClientNotice) => void {
  const told = new Set<string>();
  return (notice) => {
    if (notice.kind !== 'rejected') {
      stderr.write(`${notice.kind}: ${notice.reason}\n`);
      return;
    }
    const { code, message } = notice.rejection;
    if (!told.has(code)) {
      told.add(code);
      stderr.write(`rejected (${code}): ${message}\n`);
    }
  };
}

/** Runs work with an uploader and closes it afterwards. */
async function withClient(
  options: DemoOptions,
  context: CliContext,
  work: (client: DemoClient) => Promise<void>
): Promise<void> {
  const { client, close } = await openDemoClient({
    url: options.url,
    key: keyOf(options, context),
    onNotice: noticesTo(context),
  });
  try {
    await work(client);
  } finally {
    await close();
  }
}

/** Puts the plant's licences; they need a key of another scope, and the demo works without them. */
async function putLicenses(sets: readonly LicenseSet[], options: DemoOptions, context: CliContext): Promise<void> {
  const key = options.adminKey ?? context.env.LOPAN_ADMIN_KEY;
  if (key === undefined || key === '') {
    context.stderr.write(
      'licences are left out: they need a key of the scope admin (LOPAN_ADMIN_KEY or --admin-key)\n'
    );
    return;
  }
  for (const set of sets) {
    const answer = await fetch(new URL('/v1/licenses', options.url), {
      method: 'PUT',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify(set),
    });
    if (!answer.ok) {
      throw new Error(`the licences were refused with ${answer.status}: ${await answer.text()}`);
    }
  }
}

async function load(options: DemoOptions, context: CliContext): Promise<void> {
  const history = historyOf(options);
  await putLicenses(demoLicenses(history.plan), options, context);
  await withClient(options, context, async (client) => {
    const { signal, release } = untilSignalled();
    const progress = createProgress('events', context);
    try {
      await loadDemo({
        client,
        ...history,
        signal,
        onProgress: ({ share, posted }) => progress.update(share, posted),
      });
    } finally {
      progress.end();
      release();
    }
    const { accepted, duplicates, rejected } = client.stats();
    print(context, JSON.stringify({ accepted, duplicates, rejected, from: history.from, to: history.to }));
    if (rejected > 0) {
      throw new Error(
        `${rejected} events were rejected; a history needs collection.max_lateness of at least ${DEMO_DAYS + 1}d`
      );
    }
  });
}

async function live(options: DemoOptions, context: CliContext): Promise<void> {
  const { plan } = historyOf(options);
  await withClient(options, context, async (client) => {
    const { signal, release } = untilSignalled();
    try {
      await postLive({
        client,
        plan,
        signal,
        onError: (error) => context.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`),
      });
    } finally {
      release();
    }
  });
}

/** `demo load`, `live` and `clear`: the simulated plant, posted through the intake like any client's events. */
export const demoCommand: CommandModule = (program, context) => {
  const demo = program.command('demo').description('a simulated plant with two sites, posted like any client posts');
  const add = (name: string, description: string, action: typeof load): Command =>
    demo
      .command(name)
      .description(description)
      .addOption(new Option('--url <url>', 'address of the proxy').env('LOPAN_URL').default('http://127.0.0.1:4000'))
      .option('--key <key>', 'key of the scope ingest; better LOPAN_INGEST_KEY, which other users cannot see')
      .option('--now <date>', 'the day for which the plant was first loaded, so that the same plant goes on')
      .action((options: DemoOptions) => action(options, context));
  add('load', 'post the history up to now; a second run adds only what is missing', load).option(
    '--admin-key <key>',
    'key of the scope admin for the licences; better LOPAN_ADMIN_KEY'
  );
  add('live', 'post each event when its time has come, until stopped', live);
  addDemoClear(demo, context);
};
