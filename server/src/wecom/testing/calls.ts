import { afterEach, beforeEach, expect, it } from 'vitest';
import type { CorpClient } from '../client.ts';
import { createTestClient } from './client.ts';
import { type Answer, startTestPlatform, type TestPlatform } from './platform.ts';

/** One call: what is asked, what goes out, what comes back, and what it becomes. */
export type CallCase = {
  run: (client: CorpClient) => Promise<unknown>;
  api: string;
  method?: 'GET' | 'POST';
  /** Beside the token. */
  query?: Record<string, string>;
  body?: unknown;
  answer?: Answer;
  /** Left out where nothing comes back. */
  expected?: unknown;
};

/** Runs each case against a small server that notes what it receives. */
export function describeCalls(cases: Readonly<Record<string, CallCase>>): void {
  let platform: TestPlatform;
  beforeEach(async () => {
    platform = await startTestPlatform();
  });
  afterEach(() => platform.close());

  it.each(Object.entries(cases))('%s', async (_name, { run, api, method = 'POST', ...one }) => {
    platform.on(api, one.answer ?? { errcode: 0, errmsg: 'ok' });
    const result = await run(createTestClient(platform.baseUrl).client);
    const sent = platform.received.find((call) => call.api === api);
    const { access_token: token, ...query } = sent?.query ?? {};
    expect(token).toBe('token-1');
    expect({ method: sent?.method, query, body: sent?.body }).toEqual({
      method,
      query: one.query ?? {},
      body: one.body,
    });
    expect(result).toEqual(one.expected);
  });
}
