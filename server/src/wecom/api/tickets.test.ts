import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestClient } from '../testing/client.ts';
import { startTestPlatform, type TestPlatform } from '../testing/platform.ts';

let platform: TestPlatform;
beforeEach(async () => {
  platform = await startTestPlatform();
});
afterEach(() => platform.close());

const last = () => platform.received.at(-1);

describe('JS-SDK', () => {
  it('signs as corp and as app, with one ticket each for 50 callers', async () => {
    platform.on('get_jsapi_ticket', { ticket: 'CT', expires_in: 7200 });
    platform.on('ticket/get', (call) => ({ ticket: `AT-${call.query.type}`, expires_in: 7200 }));
    const client = createTestClient(platform.baseUrl, {
      client: { now: () => 1_414_587_457_999, nonce: () => 'n' },
    }).client;
    const all = await Promise.all(Array.from({ length: 50 }, () => client.jsSignatures('https://x/#/a')));
    expect(all[0]?.corp).toMatchObject({ timestamp: 1_414_587_457, nonceStr: 'n' });
    expect(all[0]?.corp.signature).toMatch(/^[0-9a-f]{40}$/);
    expect(all[0]?.corp.signature).not.toBe(all[0]?.agent.signature);
    expect(platform.count('get_jsapi_ticket')).toBe(1);
    expect(platform.count('ticket/get')).toBe(1);
    expect(last()?.query.type ?? 'agent_config').toBe('agent_config');
  });

  it('signs with new tickets when the client refused the last, at most once a minute', async () => {
    let issued = 0;
    platform.on('get_jsapi_ticket', () => ({ ticket: `CT${++issued}`, expires_in: 7200 }));
    platform.on('ticket/get', () => ({ ticket: `AT${issued}`, expires_in: 7200 }));
    const clock = { ms: 1_414_587_457_000 };
    const { client } = createTestClient(platform.baseUrl, {
      client: { now: () => clock.ms, nonce: () => 'n' },
    });
    const sign = async (renew: boolean) => {
      await client.jsSignatures('https://x/', { renew });
      return platform.count('get_jsapi_ticket');
    };
    expect([await sign(false), await sign(false), await sign(true), await sign(true)]).toEqual([1, 1, 2, 2]);
    clock.ms += 60_000;
    expect(await sign(true)).toBe(3);
    expect(platform.count('ticket/get')).toBe(3);
  });
});
