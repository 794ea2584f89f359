import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { AppError } from '../../http/app-error.ts';
import { createSignInLimit, type SignInLimit, type SignInRefusal } from './sign-in-limit.ts';

let limit: SignInLimit;
let refusals: SignInRefusal[];

beforeEach(() => {
  vi.useFakeTimers();
  refusals = [];
  limit = createSignInLimit((name) => refusals.push(name));
});

afterEach(() => {
  vi.useRealTimers();
});

const succeed = (caller: string) => limit.finish(caller, 'corp', async () => 'in');
const fail = (caller: string, code: AppError['code'] = 'session.code_rejected', target = 'corp') =>
  limit
    .finish(caller, target, () => Promise.reject(new AppError(code)))
    .then(
      () => 'in',
      (error: AppError) => error.code,
    );
const times = async (count: number, work: () => Promise<unknown>) => {
  for (let done = 0; done < count; done += 1) {
    await work();
  }
};
const tooMany = { code: 'session.too_many_attempts' };

describe('the members of a company behind one address', () => {
  test('all come in, however many', async () => {
    await times(5000, async () => {
      await limit.begin('office');
      await succeed('office');
    });
    expect(refusals).toEqual([]);
  });

  test('come in side by side', async () => {
    const member = async () => {
      await limit.begin('office');
      await vi.advanceTimersByTimeAsync(10);
      return succeed('office');
    };
    const all = await Promise.all(Array.from({ length: 1000 }, member));
    expect(new Set(all)).toEqual(new Set(['in']));
  });

  test.each([
    'session.outside_range',
    'session.not_a_member',
    'session.cancelled',
    'wecom.unavailable',
  ] as const)(
    'are not counted when the answer is %s, which needs a code of the platform’s or none',
    async (code) => {
      await times(100, () => fail('office', code));
      expect(await fail('office', code)).toBe(code);
    },
  );
});

describe('an address that fails', () => {
  test.each(['session.state_mismatch', 'session.code_rejected', 'session.corp_unknown'] as const)(
    'with %s sixty times waits for the end of ten minutes, and no work is done for it',
    async (code) => {
      await times(60, () => fail('stranger', code));
      await vi.advanceTimersByTimeAsync(60_000);
      const work = vi.fn(async () => 'in');
      await expect(limit.finish('stranger', 'other', work)).rejects.toMatchObject({
        ...tooMany,
        details: { retryAfterSeconds: 540 },
      });
      expect([work.mock.calls.length, refusals]).toEqual([0, ['caller']]);
      expect(await succeed('office')).toBe('in');
      await vi.advanceTimersByTimeAsync(540_000);
      expect(await succeed('stranger')).toBe('in');
    },
  );

  test('may begin no more than three thousand times without coming back', async () => {
    await times(3000, () => limit.begin('stranger'));
    await expect(limit.begin('stranger')).rejects.toMatchObject(tooMany);
    await limit.begin('office');
    expect(refusals).toEqual(['begun']);
  });

  test('uses up more by what costs more', async () => {
    await times(150, () => limit.begin('stranger', 20));
    await expect(limit.begin('stranger')).rejects.toMatchObject(tooMany);
  });
});

describe('an installation at which many addresses fail', () => {
  beforeEach(async () => {
    for (let stranger = 0; stranger < 300; stranger += 1) {
      await fail(`stranger ${stranger}`);
    }
  });

  test('is closed to those who failed', async () => {
    expect(await fail('stranger 7')).toBe('session.too_many_attempts');
    expect(refusals).toEqual(['installation']);
  });

  test('is open to those who never did', async () => {
    expect(await succeed('office')).toBe('in');
  });

  test('closes no other', async () => {
    expect(await fail('stranger 7', 'session.code_rejected', 'other corp')).toBe('session.code_rejected');
  });
});
