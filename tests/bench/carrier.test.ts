import { benchCarrier, SHORT_CARRIER } from '../../bench/src/carrier/bench';
import { startPostgres } from '../../bench/src/lib/postgres';
import { printCarrier } from '../../bench/src/printParts';

/** What the backend may take of the time that the proxy needs for the same answer: some three times what it takes. */
const MOST_OF_PROXY = 3;

it('the Go backend adds less to a query of 10 000 rows than the floor allows', async () => {
  const server = await startPostgres();
  try {
    const report = await benchCarrier({ serverUrl: server.url, say: () => undefined, ...SHORT_CARRIER });
    process.stdout.write(`${printCarrier(report)}\n`);
    expect(report.added / report.proxy).toBeLessThan(MOST_OF_PROXY);
  } finally {
    await server.stop();
  }
});
