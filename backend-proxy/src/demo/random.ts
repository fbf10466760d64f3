/**
 * A seeded source of numbers (splitmix32). Each question of the simulated plant has a source of its own, named by keys,
 * so that an answer depends on nothing that was asked before: any cut of the time gives the same events.
 */
export class Random {
  private state: number;

  constructor(...keys: Array<number | string>) {
    this.state = keys.reduce<number>(absorb, 0x2545f491);
  }

  /** In [0, 1). */
  next(): number {
    this.state = (this.state + 0x9e3779b9) | 0;
    return scramble(this.state) / 4_294_967_296;
  }

  /** In [low, high). */
  between(low: number, high: number): number {
    return low + this.next() * (high - low);
  }

  /** An integer, both ends included. */
  integer(low: number, high: number): number {
    return Math.floor(this.between(low, high + 1));
  }

  /** True with this probability. */
  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** Normal, by Box and Muller. */
  normal(mean: number, deviation: number): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.next()));
    return mean + deviation * radius * Math.cos(2 * Math.PI * this.next());
  }

  /** Log-normal: the median, and the deviation of the logarithm. */
  around(median: number, spread: number): number {
    return median * Math.exp(this.normal(0, spread));
  }

  /** Poisson, for small means. */
  count(mean: number): number {
    let product = this.next();
    let count = 0;
    for (const limit = Math.exp(-mean); product > limit; product *= this.next()) {
      count += 1;
    }
    return count;
  }

  /** One of them, by weight. */
  pick<T>(choices: ReadonlyArray<readonly [T, number]>): T {
    let left = this.next() * choices.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [choice, weight] of choices) {
      left -= weight;
      if (left < 0) {
        return choice;
      }
    }
    const last = choices.at(-1);
    if (!last) {
      throw new RangeError('nothing to pick from');
    }
    return last[0];
  }
}

/** Rounds to so many decimals. */
export function round(value: number, decimals: number): number {
  const scale = 10 ** decimals;
  return Math.round(value * scale) / scale;
}

/** The value, kept within both ends. */
export function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}

function absorb(state: number, key: number | string): number {
  const numbers = typeof key === 'string' ? [...key].map((letter) => letter.charCodeAt(0)) : [key];
  return numbers.reduce((mixed, number) => scramble((mixed ^ Math.imul(number + 1, 0x85ebca6b)) | 0) | 0, state);
}

function scramble(value: number): number {
  let mixed = value ^ (value >>> 16);
  mixed = Math.imul(mixed, 0x21f0aaad);
  mixed ^= mixed >>> 15;
  mixed = Math.imul(mixed, 0x735a2d97);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}
