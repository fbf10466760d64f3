import { Presets, SingleBar } from 'cli-progress';
import type { CliContext } from './context';

/** Lines for machines come no more often than this, in ms. */
const LINE_INTERVAL_MS = 2000;

/** Shows how far long work has come. */
export interface Progress {
  /** @param share 0 to 1. @param count what was done so far, in the unit of the label. */
  update(share: number, count: number): void;
  /** Ends the display; what is shown last stays. */
  end(): void;
}

function bar(label: string, stream: NodeJS.WritableStream): Progress {
  const single = new SingleBar(
    { stream, format: `${label} {bar} {percentage}% | {count}`, hideCursor: true, clearOnComplete: false },
    Presets.shades_classic
  );
  single.start(1000, 0, { count: 0 });
  return {
    update: (share, count) => single.update(Math.round(share * 1000), { count }),
    end: () => single.stop(),
  };
}

function lines(label: string, stream: NodeJS.WritableStream): Progress {
  let toldAt = -Infinity;
  let last = '';
  return {
    update(share, count) {
      last = JSON.stringify({ progress: label, share: Math.round(share * 1000) / 1000, count });
      const now = performance.now();
      if (now - toldAt >= LINE_INTERVAL_MS) {
        toldAt = now;
        stream.write(`${last}\n`);
        last = '';
      }
    },
    end() {
      if (last !== '') {
        stream.write(`${last}\n`);
      }
    },
  };
}

/** A bar on a terminal, JSON lines everywhere else; both on standard error, so that results can be piped. */
export function createProgress(label: string, { stderr }: Pick<CliContext, 'stderr'>): Progress {
  return stderr.isTTY ? bar(label, stderr) : lines(label, stderr);
}
