import { describe, expect, it } from 'vitest';
import { WecomError } from './errors.ts';
import { concernsTenant, REACTION_TABLE, type Reaction, reactionOf } from './reactions.ts';

/** Written down a second time, from the official table of error codes. */
const EXPECTED: Record<Exclude<Reaction, 'stop'>, number[]> = {
  retry: [-1, 6000, 45033, 45035],
  refreshToken: [40014, 42001, 40082, 42009],
  backOff: [45009, 45036, 40085, 41063, 41079, 41094],
  configuration: [
    40001, 40091, 40013, 40056, 301002, 40057, 43012, 40080, 40083, 48003, 40093, 42012, 91040, 43004, 43009,
    45031, 48001, 48002, 48005, 48007, 48008, 48009, 48010, 50001, 60011, 60030, 60020, 60246, 80001, 85004,
    85005, 85008, 84074, 84083, 92001, 92002, 92003,
  ],
  subjectGone: [
    40003, 40050, 40066, 40084, 40096, 40125, 40133, 40134, 40135, 40136, 40137, 40138, 40139, 40140, 40141,
    41054, 46004, 48004, 48006, 48011, 50002, 50003, 50006, 60003, 60021, 60031, 60111, 60123, 81013, 84061,
    84084, 86001, 86003, 92000, 301007, 610023, 610024, 701008, 701016, 701099,
  ],
  reauthorise: [40029, 42003, 42022, 40205, 42006, 43016, 43017, 84014, 84015],
  drop: [41050, 41051, 41096, 42052, 60140, 610022],
};
const cases = Object.entries(EXPECTED).flatMap(([reaction, codes]) =>
  codes.map((code) => ({ code, reaction })),
);

describe('reactions', () => {
  it.each(cases)('$code: $reaction', ({ code, reaction }) => {
    expect(reactionOf(code)).toBe(reaction);
    expect(new WecomError({ api: 'a', errcode: code, errmsg: '' }).reaction).toBe(reaction);
  });

  it('has no row that the list above does not have', () => {
    const codes = REACTION_TABLE.filter((row) => row.reaction !== 'stop').flatMap((row) =>
      row.codes.flatMap((code) =>
        typeof code === 'number'
          ? [code]
          : Array.from({ length: code[1] - code[0] + 1 }, (_, i) => code[0] + i),
      ),
    );
    expect(codes.toSorted()).toEqual(cases.map(({ code }) => code).toSorted());
  });

  it.each([40058, 40068, 42014, 45029, 81011, 123_456_789])('%i: stop', (code) => {
    expect(reactionOf(code)).toBe('stop');
  });

  it('tells an ended installation from a lost subject', () => {
    expect([40084, 48004, 50003, 48002, 60020, 84074].every(concernsTenant)).toBe(true);
    expect([84061, 60111, 60011, 84083, 40014, 0].some(concernsTenant)).toBe(false);
  });
});

describe('WecomError', () => {
  it('keeps the hint apart from the text, and secrets out of both', () => {
    const error = new WecomError({
      api: 'user/get',
      errcode: 42001,
      errmsg:
        'access_token SECRET expired, hint: [1576065934_28_e0fa], from ip: 10.1.2.3, more info at https://open.work.weixin.qq.com/devtool/query?e=42001',
      secrets: ['SECRET'],
    });
    expect(error).toMatchObject({
      api: 'user/get',
      errmsg: 'access_token *** expired',
      hint: '1576065934_28_e0fa',
      callerAddress: '10.1.2.3',
    });
    expect(error.message).toBe('user/get: 42001 access_token *** expired');
    expect(new WecomError({ api: 'a', errcode: 1, errmsg: 'plain' })).toMatchObject({
      errmsg: 'plain',
      hint: null,
      callerAddress: null,
    });
  });
});
