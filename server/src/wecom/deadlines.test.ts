import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CallPriority } from './budget/types.ts';
import { createTestClient } from './testing/client.ts';
import { startTestPlatform, type TestPlatform } from './testing/platform.ts';
import type { TransportRequest } from './transport.ts';

let platform: TestPlatform;
beforeEach(async () => {
  platform = await startTestPlatform();
});
afterEach(() => platform.close());

const API = 'externalcontact/get_follow_user_list';
const ok = { follow_user: ['u1'] };

/** A client whose requests are noted with what they were given. */
function noting() {
  const sent: TransportRequest[] = [];
  const made = createTestClient(platform.baseUrl);
  const transport = {
    ...made.transport,
    request: (request: TransportRequest) => {
      sent.push(request);
      return made.transport.request(request);
    },
  };
  return { ...createTestClient(platform.baseUrl, { client: { transport } }), sent };
}

describe('the deadline of a try', () => {
  it.each<[CallPriority | undefined, number]>([
    ['interactive', 5_000],
    ['normal', 10_000],
    [undefined, 10_000],
    ['sync', 30_000],
  ])('%s: %d ms', async (priority, timeoutMs) => {
    platform.on(API, ok);
    const { client, sent } = noting();
    await client.with({ priority }).listFollowUsers();
    expect(sent.map((request) => request.timeoutMs)).toEqual([timeoutMs]);
  });

  it('is the one the call names', async () => {
    platform.on(API, 'hang');
    const { client } = createTestClient(platform.baseUrl);
    const call = client.listFollowUsers({ timeoutMs: 20, retry: 'none' });
    await expect(call).rejects.toMatchObject({ reason: 'timeout' });
  });
});

describe('a client for one piece of work', () => {
  it('ends every call with the signal of the work, and with the call’s own', async () => {
    platform.on(API, 'hang');
    const { client } = createTestClient(platform.baseUrl);
    for (const [work, own] of [
      [AbortSignal.timeout(20), undefined],
      [AbortSignal.timeout(60_000), AbortSignal.timeout(20)],
    ]) {
      const call = client.with({ priority: 'sync', signal: work }).listFollowUsers({ signal: own });
      await expect(call).rejects.toMatchObject({ reason: 'aborted' });
    }
  });

  it('leaves a token that is still on its way to the others', async () => {
    let answer = (): void => undefined;
    const arrived = new Promise<void>((resolve) => {
      answer = resolve;
    });
    platform.on(API, ok);
    const { client, access } = createTestClient(platform.baseUrl);
    vi.spyOn(access, 'accessToken').mockImplementation(() => arrived.then(() => 'token-1'));
    const impatient = client.listFollowUsers({ signal: AbortSignal.timeout(10) });
    const patient = client.listFollowUsers();
    await expect(impatient).rejects.toMatchObject({ reason: 'aborted' });
    answer();
    expect(await patient).toEqual(['u1']);
  });

  it('gives a call its own priority before that of the work', async () => {
    platform.on(API, ok);
    const { client, sent } = noting();
    await client.with({ priority: 'sync' }).listFollowUsers({ priority: 'interactive' });
    expect(sent[0]?.timeoutMs).toBe(5_000);
  });
});
