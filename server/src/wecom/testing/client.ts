import { createSelfBuiltAccess } from '../access.ts';
import { type CorpClientOptions, createCorpClient } from '../client.ts';
import { createTokenHolder } from '../tokens/holder.ts';
import { createMemoryTokenStore } from '../tokens/store.ts';
import { createTransport, type TransportOptions } from '../transport.ts';

/** A client of one self-built app against a test platform; pauses between tries are noted, not slept. */
export function createTestClient(
  baseUrl: string,
  overrides: { transport?: TransportOptions; client?: Partial<CorpClientOptions> } = {},
) {
  const pausesMs: number[] = [];
  const transport = createTransport({ baseUrl, timeoutMs: 2000, ...overrides.transport });
  const tokens = createTokenHolder({ store: createMemoryTokenStore() });
  const access = createSelfBuiltAccess({
    corpId: 'ww_corp',
    agentId: '1000002',
    secret: 'app-secret',
    contactSecret: 'contact-secret',
    transport,
    tokens,
  });
  const client = createCorpClient({
    access,
    transport,
    tokens,
    sleep: async (ms) => void pausesMs.push(ms),
    random: () => 0.5,
    ...overrides.client,
  });
  return { client, access, tokens, transport, pausesMs };
}
