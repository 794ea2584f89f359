import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { REACTION_TABLE } from '../reactions.ts';
import { createBudget } from './budget.ts';
import type { Budget, BudgetRequest, CallOutcome, Permit } from './types.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: 1_700_000_000_000 });
});
afterEach(() => vi.useRealTimers());

const MINUTE = 60_000;
const API = 'externalcontact/get';
const refused = (errcode: number, api = API): CallOutcome => ({ kind: 'refused', errcode, api });
const ask = (budget: Budget, request: Partial<BudgetRequest> = {}) =>
  budget.acquire({ corp: 'c', api: API, ...request });
async function end(budget: Budget, outcome: CallOutcome, request: Partial<BudgetRequest> = {}) {
  (await ask(budget, request)).done(outcome);
}

/** Notes in which order permits were given. */
function noting(budget: Budget) {
  const given: string[] = [];
  const permits: Permit[] = [];
  const want = (name: string, request: Partial<BudgetRequest> = {}) =>
    ask(budget, request).then(
      (permit) => {
        given.push(name);
        permits.push(permit);
      },
      (error) => void given.push(`${name}: ${error.reason ?? error.message}`),
    );
  return { given, permits, want };
}

describe('one of several processes', () => {
  it('takes its part of the places, and more when it becomes greater', async () => {
    const part = { share: 0.5 };
    const budget = createBudget({ limits: { inFlight: 10 }, share: () => part.share });
    const { given, permits, want } = noting(budget);
    for (let number = 1; number <= 8; number += 1) void want(String(number));
    await vi.advanceTimersByTimeAsync(1);
    expect(given).toHaveLength(5);
    part.share = 1;
    for (const permit of permits.splice(0)) permit.done({ kind: 'ok' });
    await vi.advanceTimersByTimeAsync(1);
    expect(given).toHaveLength(8);
  });

  it('takes its part of the rate: a burst of a tenth of it, then evenly', async () => {
    const limits = { inFlight: 1000, perMinute: 600, perHour: 1_000_000 };
    const calls = async (share: number) => {
      const budget = createBudget({ limits, share: () => share });
      const { given, want } = noting(budget);
      for (let number = 0; number < 100; number += 1) void want(String(number), { priority: 'interactive' });
      await vi.advanceTimersByTimeAsync(1);
      return given.length;
    };
    expect([await calls(1), await calls(0.5), await calls(0.1)]).toEqual([60, 30, 6]);
  });

  it('may always make one call', async () => {
    const budget = createBudget({ limits: { inFlight: 2 }, share: () => 0.01 });
    const { given, want } = noting(budget);
    void want('one');
    void want('two');
    await vi.advanceTimersByTimeAsync(1);
    expect(given).toEqual(['one']);
  });
});

describe('turns', () => {
  it('people come before work that can wait', async () => {
    const budget = createBudget({ limits: { inFlight: 1 } });
    const { given, permits, want } = noting(budget);
    const all = [
      want('first'),
      want('sync', { priority: 'sync' }),
      want('event'),
      want('person', { priority: 'interactive' }),
    ];
    for (let i = 0; i < 4; i += 1) {
      await vi.advanceTimersByTimeAsync(1);
      permits.at(-1)?.done({ kind: 'ok' });
    }
    await Promise.all(all);
    expect(given).toEqual(['first', 'person', 'event', 'sync']);
  });

  it('nobody waits longer than his kind may', async () => {
    const budget = createBudget({ limits: { inFlight: 1 } });
    const { given, want } = noting(budget);
    void want('first');
    void want('person', { priority: 'interactive' });
    await vi.advanceTimersByTimeAsync(1999);
    expect(given).toEqual(['first']);
    await vi.advanceTimersByTimeAsync(1);
    expect(given).toEqual(['first', 'person: busy']);
    expect(budget.state().lanes).toMatchObject([{ inFlight: 1, waiting: 0 }]);
  });

  it('a caller who gives up leaves the queue', async () => {
    const budget = createBudget({ limits: { inFlight: 1 } });
    const { given, want } = noting(budget);
    const abort = new AbortController();
    void want('first');
    void want('second', { signal: abort.signal });
    await vi.advanceTimersByTimeAsync(1);
    abort.abort(new Error('gave up'));
    await vi.advanceTimersByTimeAsync(1);
    expect(given).toEqual(['first', 'second: gave up']);
    expect(budget.state().lanes[0]?.waiting).toBe(0);
  });

  it('corps and APIs do not wait for one another', async () => {
    const budget = createBudget({ limits: { inFlight: 1 } });
    const { given, want } = noting(budget);
    void want('a');
    void want('b', { corp: 'other' });
    void want('c', { api: 'user/get' });
    await vi.advanceTimersByTimeAsync(1);
    expect(given).toEqual(['a', 'b', 'c']);
  });

  it('are spread over the minute when many come at once', async () => {
    const budget = createBudget({ limits: { perMinute: 60, inFlight: 100 } });
    const { given, permits, want } = noting(budget);
    for (let i = 0; i < 10; i += 1) void want(String(i));
    await vi.advanceTimersByTimeAsync(1);
    expect(given).toHaveLength(6);
    await vi.advanceTimersByTimeAsync(5000);
    expect(given).toHaveLength(10);
    for (const permit of permits) permit.done({ kind: 'ok' });
    expect(budget.state().lanes[0]?.inFlight).toBe(0);
  });
});

describe('a pause', () => {
  it('can be seen, refuses who cannot wait, and ends by itself', async () => {
    const budget = createBudget();
    await end(budget, refused(45009));
    const untilMs = Date.now() + MINUTE;
    expect(budget.state().lanes[0]).toMatchObject({ rateShare: 0.5, pause: { errcode: 45009, untilMs } });
    await expect(ask(budget, { priority: 'interactive' })).rejects.toMatchObject({
      reason: 'paused',
      errcode: 45009,
      retryAtMs: untilMs,
    });
    await vi.advanceTimersByTimeAsync(MINUTE - 20_000);
    await expect(ask(budget, { priority: 'sync' })).rejects.toMatchObject({ reason: 'paused' });
    await vi.advanceTimersByTimeAsync(19_500);
    const late = ask(budget, { priority: 'sync' });
    await vi.advanceTimersByTimeAsync(500);
    (await late).done({ kind: 'ok' });
    expect(budget.state().lanes[0]?.pause).toBeNull();
  });

  it('turns those away who were waiting, so that they free their places', async () => {
    const budget = createBudget({ limits: { inFlight: 1 } });
    const { given, permits, want } = noting(budget);
    void want('first');
    void want('second', { priority: 'sync' });
    void want('third', { api: 'user/get' });
    await vi.advanceTimersByTimeAsync(1);
    permits[0]?.done(refused(45009));
    await vi.advanceTimersByTimeAsync(1);
    expect(given).toEqual(['first', 'third', 'second: paused']);
  });

  it.each([48002, 48006, 48011, 60020, 84074])(
    'follows %i, which every call of this API would meet, until somebody acts',
    async (errcode) => {
      const budget = createBudget();
      await end(budget, refused(errcode));
      const refusal = { reason: 'paused', errcode, retryAtMs: Date.now() + 15 * MINUTE };
      await expect(ask(budget)).rejects.toMatchObject(refusal);
      await end(budget, { kind: 'ok' }, { api: 'user/get' });
      budget.restore('c');
      await end(budget, { kind: 'ok' });
    },
  );

  it('is not made for all corps by what a suite was told of one', async () => {
    const budget = createBudget();
    const request = { corp: 'suite', circuit: false, api: 'service/get_corp_token' };
    await end(budget, refused(40135, request.api), request);
    await end(budget, { kind: 'ok' }, request);
  });

  it('of the token holds up every call of the corp, and of no other', async () => {
    const budget = createBudget();
    await end(budget, refused(45009, 'gettoken'));
    expect(budget.state().corpPauses).toMatchObject([{ corp: 'c', errcode: 45009 }]);
    await expect(ask(budget, { api: 'user/get' })).rejects.toMatchObject({ reason: 'paused' });
    await end(budget, { kind: 'ok' }, { corp: 'other' });
  });
});

describe('a circuit', () => {
  const codes = REACTION_TABLE.filter((row) => row.endsAccess).flatMap((row) => row.codes.flat());

  it.each(codes)('%i: opens, and nothing of that corp is called', async (errcode) => {
    const budget = createBudget();
    await end(budget, refused(errcode));
    for (const api of [API, 'user/get', 'message/send']) {
      await expect(ask(budget, { api })).rejects.toMatchObject({ reason: 'closed', errcode });
    }
    await end(budget, { kind: 'ok' }, { corp: 'other' });
    expect(budget.state().circuits).toMatchObject([{ corp: 'c', errcode }]);
  });

  it.each([48006, 48011, 701008, 60011, 84061])('%i does not open it', async (errcode) => {
    const budget = createBudget();
    await end(budget, refused(errcode));
    await end(budget, { kind: 'ok' }, { api: 'user/get' });
    expect(budget.state().circuits).toEqual([]);
  });

  it.each([true, false])('opens when the token is refused for good (circuit: %s)', async (circuit) => {
    const budget = createBudget();
    await end(budget, refused(40001, 'gettoken'), { circuit });
    await expect(ask(budget, { api: 'user/get', circuit })).rejects.toMatchObject({ reason: 'closed' });
    await vi.advanceTimersByTimeAsync(15 * MINUTE);
    await end(budget, { kind: 'ok' }, { circuit });
    expect(budget.state().circuits).toEqual([]);
  });

  it('turns those away who were waiting', async () => {
    const budget = createBudget({ limits: { inFlight: 1 } });
    const { given, permits, want } = noting(budget);
    void want('first');
    void want('second');
    await vi.advanceTimersByTimeAsync(1);
    permits[0]?.done(refused(40084, 'service/get_corp_token'));
    await vi.advanceTimersByTimeAsync(1);
    expect(given).toEqual(['first', 'second: closed']);
  });

  it('closes when the corp is back', async () => {
    const budget = createBudget();
    await end(budget, refused(48004));
    budget.restore('c');
    await end(budget, { kind: 'ok' });
    budget.close('c');
    await expect(ask(budget)).rejects.toMatchObject({ reason: 'closed', errcode: 48004 });
  });

  it('is tried by one call after a while; only its success closes it', async () => {
    const budget = createBudget();
    const early = await ask(budget);
    await end(budget, refused(48004));
    early.done({ kind: 'ok' });
    await expect(ask(budget)).rejects.toMatchObject({ reason: 'closed' });
    await vi.advanceTimersByTimeAsync(15 * MINUTE);
    const probe = await ask(budget);
    await expect(ask(budget)).rejects.toMatchObject({ reason: 'closed' });
    probe.done(refused(48004));
    await vi.advanceTimersByTimeAsync(15 * MINUTE);
    await end(budget, { kind: 'ok' });
    await end(budget, { kind: 'ok' });
    expect(budget.state().circuits).toEqual([]);
  });
});
