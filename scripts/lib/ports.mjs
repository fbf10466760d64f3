// Finding and checking TCP ports on 127.0.0.1.
import net from 'node:net';

/** @param {number} port 0 asks the system for one. @returns {Promise<number | undefined>} undefined: taken */
function tryPort(port) {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once('error', () => resolve(undefined));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : undefined));
    });
  });
}

/** The remembered port while it is free, else any free one. @param {number | undefined} remembered */
export async function freePort(remembered) {
  const port = (remembered && (await tryPort(remembered))) || (await tryPort(0));
  if (!port) {
    throw new Error('No free TCP port on 127.0.0.1.');
  }
  return port;
}

const DEFAULT_PAGE_PORT = 3000;
const TRIES = 20;

/**
 * The port of the page: the one asked for, which must be free, else the first free one from 3000.
 * @param {number | undefined} wanted
 */
export async function pagePort(wanted) {
  if (wanted !== undefined) {
    if (!(await tryPort(wanted))) {
      throw new Error(`Port ${wanted} is taken or not allowed. Choose another one: npm start -- --port <n>`);
    }
    return wanted;
  }
  for (let port = DEFAULT_PAGE_PORT; port < DEFAULT_PAGE_PORT + TRIES; port++) {
    if (await tryPort(port)) {
      return port;
    }
  }
  throw new Error(
    `Ports ${DEFAULT_PAGE_PORT} to ${DEFAULT_PAGE_PORT + TRIES - 1} are all taken. Choose one: npm start -- --port <n>`
  );
}
