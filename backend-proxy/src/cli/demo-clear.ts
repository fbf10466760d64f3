import type { Command } from 'commander';
import { createPool } from '../db/pool';
import { DemoStore, type Seats } from '../db/stores/demo-store';
import { RollupStateStore, rollupSettings } from '../db/stores/rollup-state';
import { RollupStore, type RollupRun } from '../db/stores/rollup-store';
import { demoIdRange, demoLicenses, planDemo } from '../demo';
import { ReportingCalendar } from '../domain/calendar';
import { configOption, loadFor, print, type CliContext } from './context';

/** The seats of every set of licences that the demo puts; the days on which they begin do not matter. */
function demoSeats(): Seats[] {
  return demoLicenses(planDemo(new Date()).plan).map(({ seats }) =>
    Object.fromEntries(seats.map(({ userRole, count }) => [userRole, count]))
  );
}

async function clear(options: { config?: string }, context: CliContext): Promise<void> {
  const { config } = loadFor(context, options);
  const pool = createPool(config.database, 'lopan-analytics demo');
  try {
    await new RollupStateStore(pool).ensure(rollupSettings(config));
    const cleared = await new DemoStore(pool).clear(demoIdRange, demoSeats());
    const rollups = new RollupStore(pool, new ReportingCalendar(config.reporting));
    // A proxy that runs may be at it already; then it does the rest.
    let run: RollupRun;
    do {
      run = await rollups.rollUpPending();
    } while (run.hadLock && run.more);
    print(context, JSON.stringify(cleared));
  } finally {
    await pool.end();
  }
}

/** `demo clear`: works on the database and not through the proxy, which has no operation to take events back in bulk. */
export function addDemoClear(demo: Command, context: CliContext): void {
  demo
    .command('clear')
    .description('take the simulated plant out of the database again, and nothing else; stop "demo live" first')
    .addOption(configOption())
    .action((options: { config?: string }) => clear(options, context));
}
