import net from 'node:net';
import { evaluate } from './runScript';

describe('npm start: ports', () => {
  let server: net.Server;
  let taken: number;
  beforeEach(async () => {
    server = net.createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    taken = typeof address === 'object' && address ? address.port : 0;
  });
  afterEach(() => new Promise((resolve) => server.close(resolve)));

  it('says that the port asked for is taken', async () => {
    await expect(evaluate('ports.mjs', `lib.pagePort(${taken})`)).rejects.toThrow(`Port ${taken} is taken`);
  });

  it('takes another one where the remembered one is taken', async () => {
    const port = await evaluate('ports.mjs', `lib.freePort(${taken})`);
    expect(port).toEqual(expect.any(Number));
    expect(port).not.toBe(taken);
  });
});
