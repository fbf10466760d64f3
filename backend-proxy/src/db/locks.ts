/** Keys of the advisory locks that proxies take against each other; one family, so that none collides by chance. */
export const LOCK_FAMILY = 0x6c6f70; // 'lop'

export const LOCKS = {
  migrate: 1,
  partitions: 2,
  rollup: 3,
  retention: 4,
} as const;
