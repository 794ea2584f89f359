import { describe, expect, test } from 'vitest';
import { type Move, type Stay, settlePerson, type ToldMove } from './membership-rules.ts';

/** Seconds of a small clock; the lag is a minute. */
const at = (second: number) => new Date(1_763_600_000_000 + second * 1000);
const stay = (joined: number, left: number | null = null): Stay => ({
  joinedAt: at(joined),
  leftAt: left === null ? null : at(left),
});
const came = (second: number): ToldMove => ({ kind: 'joined', at: at(second) });
const went = (second: number, reason: 'left' | 'removed' = 'left'): ToldMove => ({
  ...{ kind: 'left', at: at(second), reason },
});
/** `joined@10`, `left@20 of 10 (removed)`, with `?` for what only a reading shows. */
const said = ({ kind, at: when, joinedAt, reason, isTold }: Move) => {
  const second = (time: Date) => (time.getTime() - at(0).getTime()) / 1000;
  const told = isTold ? '' : '?';
  return kind === 'joined'
    ? `joined@${second(when)}${told}`
    : `left@${second(when)} of ${second(joinedAt)} (${reason})${told}`;
};

interface Case {
  name: string;
  known?: Stay;
  told?: ToldMove[];
  /** The platform's join time; null when it does not show the person. */
  listed: number | null;
  read?: number;
  stay: Stay | null;
  moves: string[];
  overtaken?: true;
}

const cases: Case[] = [
  { name: 'nobody, nowhere', listed: null, stay: null, moves: [] },
  { name: 'shown for the first time', listed: 10, stay: stay(10), moves: ['joined@10?'] },
  { name: 'told and shown', told: [came(10)], listed: 10, stay: stay(10), moves: ['joined@10'] },
  {
    name: 'told a second before the join time',
    told: [came(9)],
    listed: 10,
    stay: stay(10),
    moves: ['joined@10'],
  },
  {
    name: 'told again of what is known',
    known: stay(10),
    told: [came(11)],
    listed: 10,
    stay: stay(10),
    moves: ['joined@10'],
  },
  { name: 'still inside', known: stay(10), listed: 10, stay: stay(10), moves: [] },
  {
    name: 'told and not shown yet',
    told: [came(970)],
    listed: null,
    stay: stay(970),
    moves: ['joined@970'],
    overtaken: true,
  },
  {
    name: 'told long ago and not shown',
    told: [came(10)],
    listed: null,
    stay: stay(10, 1000),
    moves: ['joined@10', 'left@1000 of 10 (unknown)?'],
  },
  {
    name: 'left by himself',
    known: stay(10),
    told: [went(990)],
    listed: null,
    stay: stay(10, 990),
    moves: ['left@990 of 10 (left)'],
  },
  {
    name: 'removed',
    known: stay(10),
    told: [went(990, 'removed')],
    listed: null,
    stay: stay(10, 990),
    moves: ['left@990 of 10 (removed)'],
  },
  {
    name: 'gone without a word',
    known: stay(10),
    listed: null,
    stay: stay(10, 1000),
    moves: ['left@1000 of 10 (unknown)?'],
  },
  {
    name: 'told gone and still shown',
    known: stay(10),
    told: [went(990)],
    listed: 10,
    stay: stay(10, 990),
    moves: ['left@990 of 10 (left)'],
    overtaken: true,
  },
  {
    name: 'told gone long ago and still shown',
    known: stay(10),
    told: [went(900)],
    listed: 10,
    stay: stay(10),
    moves: ['left@900 of 10 (left)'],
  },
  {
    name: 'just came, and an old reading lacks him',
    known: stay(980),
    listed: null,
    stay: stay(980),
    moves: [],
    overtaken: true,
  },
  {
    name: 'just left, and an old reading shows him',
    known: stay(10, 980),
    listed: 10,
    stay: stay(10, 980),
    moves: [],
    overtaken: true,
  },
  {
    name: 'came back',
    known: stay(10, 500),
    told: [came(990)],
    listed: 990,
    stay: stay(990),
    moves: ['joined@990'],
  },
  {
    name: 'came back without a word',
    known: stay(10, 500),
    listed: 990,
    stay: stay(990),
    moves: ['joined@990?'],
  },
  {
    name: 'left and came back without a word',
    known: stay(10),
    listed: 990,
    stay: stay(990),
    moves: ['left@990 of 10 (unknown)?', 'joined@990?'],
  },
  {
    name: 'left and came back, both told',
    known: stay(10),
    told: [went(980), came(990)],
    listed: 990,
    stay: stay(990),
    moves: ['left@980 of 10 (left)', 'joined@990'],
  },
  {
    name: 'left and came back within one second',
    known: stay(10),
    told: [went(990), came(990)],
    listed: 990,
    stay: stay(990),
    moves: ['left@990 of 10 (left)', 'joined@990'],
  },
  {
    name: 'came and left, both told',
    told: [came(980), went(990)],
    listed: null,
    stay: stay(980, 990),
    moves: ['joined@980', 'left@990 of 980 (left)'],
  },
  {
    name: 'left is told before came',
    told: [went(990)],
    listed: null,
    stay: stay(990, 990),
    moves: ['left@990 of 990 (left)'],
  },
  {
    name: 'came is told after left',
    known: stay(990, 990),
    told: [came(980)],
    listed: null,
    stay: stay(990, 990),
    moves: ['joined@980'],
  },
  {
    name: 'an old leaving after the return is known',
    known: stay(900),
    told: [went(500)],
    listed: 900,
    stay: stay(900),
    moves: ['left@500 of 500 (left)'],
  },
  {
    name: 'the reason comes after the reading',
    known: stay(10, 1000),
    told: [went(990, 'removed')],
    listed: null,
    read: 1010,
    stay: stay(10, 990),
    moves: ['left@990 of 10 (removed)'],
  },
];

describe('one person in a chat', () => {
  test.each(cases)('$name', ({ known = null, told = [], listed, read = 1000, ...expected }) => {
    const reading = { listedSince: listed === null ? null : at(listed), readAt: at(read) };
    const settled = settlePerson({ known, told, reading });
    expect(settled.moves.map(said)).toEqual(expected.moves);
    expect(settled.stay).toEqual(expected.stay);
    expect(settled.isOvertaken).toBe(expected.overtaken === true);
  });

  test('without a reading only what was told counts', () => {
    const settled = settlePerson({ known: stay(10), told: [went(20)], reading: null });
    expect([settled.stay, settled.moves.map(said)]).toEqual([stay(10, 20), ['left@20 of 10 (left)']]);
    expect(settlePerson({ known: stay(10), told: [], reading: null }).stay).toEqual(stay(10));
  });
});
