import { benchFreshness, SHORT_FRESHNESS } from '../../bench/src/freshness/bench';
import { benchIntake, SHORT_INTAKE } from '../../bench/src/intake/bench';
import { startPostgres } from '../../bench/src/lib/postgres';
import { benchMemory, SHORT_MEMORY } from '../../bench/src/memory/bench';
import { printFreshness, printIntake, printMemory } from '../../bench/src/printParts';

/** Share of what COPY reaches that the intake must not fall under: well below the target, for short runs on busy machines. */
const LEAST_OF_COPY = 0.2;
/** Events must be seen by then, ms: ten times the target. */
const LONGEST_SIGHT_MS = 10_000;
/** A heap fills up in a run this short; one that grows faster than this would not stop at full. */
const MOST_GROWTH = 1.6;

describe('the intake under load, in short', () => {
  let server: Awaited<ReturnType<typeof startPostgres>>;
  const options = (): { serverUrl: string; say: () => void } => ({ serverUrl: server.url, say: () => undefined });

  beforeAll(async () => {
    server = await startPostgres();
  });

  afterAll(() => server.stop());

  it(`stores at least ${LEAST_OF_COPY} of what COPY does, over HTTP and committed`, async () => {
    const report = await benchIntake({ ...options(), ...SHORT_INTAKE });
    process.stdout.write(`${printIntake(report)}\n`);
    expect(report.ratioToCopy).toBeGreaterThanOrEqual(LEAST_OF_COPY);
  });

  it('shows events at half of the highest load', async () => {
    const report = await benchFreshness({ ...options(), ...SHORT_FRESHNESS });
    process.stdout.write(`${printFreshness(report)}\n`);
    expect(report.sight.p99).toBeLessThan(LONGEST_SIGHT_MS);
  });

  it('does not take ever more memory', async () => {
    const report = await benchMemory({ ...options(), ...SHORT_MEMORY });
    process.stdout.write(`${printMemory(report)}\n`);
    expect(report.growth).toBeLessThan(MOST_GROWTH);
    expect(report.viewers.answered).toBeGreaterThan(0);
  });
});
