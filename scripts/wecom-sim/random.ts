/** A seeded generator (mulberry32): the same seed gives the same world on every machine. */
export interface Random {
  /** In [0, 1). */
  next(): number;
  /** A whole number in [0, below). */
  int(below: number): number;
  pick<T>(list: readonly [T, ...T[]]): T;
  chance(share: number): boolean;
  /** `length` characters of an alphabet. */
  text(length: number, alphabet?: string): string;
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

export const createRandom = (seed: number): Random => {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const int = (below: number) => Math.floor(next() * below);
  return {
    next,
    int,
    pick: (list) => list[int(list.length)] ?? list[0],
    chance: (share) => next() < share,
    text: (length, alphabet = LETTERS) =>
      Array.from({ length }, () => alphabet.charAt(int(alphabet.length))).join(''),
  };
};
