import type { Customer } from '@guanxi/shared/customers';
import type { Profile } from '@guanxi/shared/profile';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { failed, fine, type Reply, runScoped, type Sent, serve } from '../test-kit.ts';
import { typedItem } from './profile-edits.ts';
import { useProfile } from './use-profile.ts';

const synced = <Value>(value: Value) => ({ value, saved: value, state: 'synced' as const, failure: null });
const phone = { masked: '138****5678', ref: 'sealed' };
const profileOf = (parts: Partial<Profile> = {}): Profile => ({
  remark: synced('娜娜'),
  description: synced(''),
  company: synced('港通'),
  mobiles: synced([phone]),
  ...parts,
});
const pending = (value: string) => ({ ...synced('娜娜'), value, state: 'pending' as const });
const failure = { reason: 'rejected', errcode: 40035, attempts: 1 } as const;
const customer = {
  type: 'wechat',
  name: '小娜',
  displayName: '娜娜',
  remark: '娜娜',
  company: '港通',
} as Customer;

function start(answer: (sent: Sent) => Reply | Promise<Reply>, initial = profileOf()) {
  const sent = serve(answer);
  const arrived = vi.fn();
  const { result, stop } = runScoped(() => useProfile(7, 1, initial, arrived));
  const remark = () => result.notes.value?.remark;
  return { ...result, stop, sent, arrived, remark };
}

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('an edit', () => {
  it('is shown at once, in the head too, and sent alone', async () => {
    const { change, remark, shown, sent, stop } = start(() =>
      fine({ profile: profileOf({ remark: pending('欧阳') }) }),
    );
    const saving = change('remark', '欧阳');
    expect(remark()).toMatchObject({ value: '欧阳', state: 'pending' });
    expect(shown(customer)).toMatchObject({ displayName: '欧阳', remark: '欧阳', company: '港通' });
    await saving;
    expect(sent[0]).toMatchObject({
      method: 'PATCH',
      url: '/api/customers/7/profile',
      body: { remark: '欧阳' },
    });
    stop();
  });

  it('is asked for until the platform has it; then the card is read again', async () => {
    let answer = profileOf({ remark: pending('欧阳') });
    const { change, remark, arrived, stop } = start(() => fine({ profile: answer }));
    await change('remark', '欧阳');
    answer = profileOf({ remark: synced('欧阳') });
    expect(arrived).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1100);
    expect(remark()).toMatchObject({ value: '欧阳', state: 'synced' });
    expect(arrived).toHaveBeenCalledTimes(1);
    stop();
  });

  it('made while another is on its way follows it', async () => {
    const replies: ((reply: Reply) => void)[] = [];
    const { change, sent, remark, stop } = start(() => new Promise((resolve) => replies.push(resolve)));
    const first = change('remark', '一');
    await vi.advanceTimersByTimeAsync(0);
    const second = change('remark', '二');
    await vi.advanceTimersByTimeAsync(0);
    expect(sent.length).toBe(1);
    replies[0]?.(fine({ profile: profileOf({ remark: pending('一') }) }));
    await first;
    await vi.advanceTimersByTimeAsync(0);
    expect(remark()?.value).toBe('二');
    replies[1]?.(fine({ profile: profileOf({ remark: pending('二') }) }));
    await second;
    expect(sent.map(({ body }) => body)).toEqual([{ remark: '一' }, { remark: '二' }]);
    stop();
  });

  it('of phones names those that stay, and sends the number of the new one only', async () => {
    const { change, sent, stop } = start(() => fine({ profile: profileOf() }));
    await change('mobiles', [phone, typedItem('13900000000')]);
    expect(sent[0]?.body).toEqual({ mobiles: [{ ref: 'sealed' }, { number: '13900000000' }] });
    stop();
  });

  it('that the server refuses says why, and can be sent again or given up', async () => {
    let reply = failed('profile.remark_too_long', 400);
    const { change, retry, undo, remark, shown, sent, stop } = start(() => reply);
    await change('remark', '太长');
    expect(remark()).toMatchObject({ value: '太长', state: 'failed', causeKey: 'problem.cause.too_long' });
    expect(shown(customer).displayName).toBe('娜娜');
    reply = fine({ profile: profileOf({ remark: pending('太长') }) });
    await retry('remark');
    expect(remark()).toMatchObject({ state: 'pending', causeKey: null });
    reply = failed('network.offline', 503);
    await change('remark', '又一个');
    const asked = sent.length;
    await undo('remark');
    expect([remark()?.value, sent.length]).toEqual(['太长', asked]);
    stop();
  });

  it('that the platform refused is retried and given up at the server', async () => {
    const refused = profileOf({ remark: { ...pending('欧阳'), state: 'failed', failure } });
    const { retry, undo, sent, stop } = start(() => fine({ profile: profileOf() }), refused);
    await retry('remark');
    await undo('remark');
    expect(sent.map(({ url, body }) => [url, body])).toEqual([
      ['/api/customers/7/profile/retry', { fields: ['remark'] }],
      ['/api/customers/7/profile/undo', { fields: ['remark'] }],
    ]);
    stop();
  });
});

describe('reading a number', () => {
  it('asks the server by name, and not for one just typed', async () => {
    const { reveal, sent, stop } = start(() => fine({ number: '13812345678' }));
    expect(await reveal(phone)).toBe('13812345678');
    expect(await reveal(typedItem('13900000000'))).toBe('13900000000');
    expect(sent).toMatchObject([{ url: '/api/customers/7/mobiles/reveal', body: { ref: 'sealed' } }]);
    stop();
  });
});
