import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a test platform received. */
export type Received = { api: string; method: string; query: Record<string, string>; body: unknown };

/** An answer: fields for HTTP 200, a raw text with a status, silence, or a cut connection. */
export type Answer =
  | Record<string, unknown>
  | { status: number; text: string; location?: string }
  | 'hang'
  | 'cut';

export type TestPlatform = {
  baseUrl: string;
  received: Received[];
  /** Calls of one API so far. */
  count(api: string): number;
  /** Answers an API: with a list, one after another, the last for ever; or with a function. */
  on(api: string, ...answers: (Answer | ((call: Received) => Answer))[]): void;
  close(): Promise<void>;
};

/** Calls that hand out a token, and the field it is in. */
const TOKEN_CALLS = new Map([
  ['gettoken', 'access_token'],
  ['service/get_suite_token', 'suite_access_token'],
  ['service/get_corp_token', 'access_token'],
  ['service/get_provider_token', 'provider_access_token'],
]);

/** A tiny server that answers calls as a test says; token calls are answered unless told otherwise. */
export async function startTestPlatform(): Promise<TestPlatform> {
  const received: Received[] = [];
  const scripts = new Map<string, (Answer | ((call: Received) => Answer))[]>();
  let tokens = 0;
  const answerOf = (call: Received): Answer => {
    const script = scripts.get(call.api) ?? [];
    const next = script.length > 1 ? script.shift() : script[0];
    if (next !== undefined) return typeof next === 'function' ? next(call) : next;
    const field = TOKEN_CALLS.get(call.api);
    if (!field) return { errcode: 404_404, errmsg: 'no answer prepared' };
    tokens += 1;
    // Some of these leave errcode out.
    return { [field]: `token-${tokens}`, expires_in: 7200 };
  };
  const server = createServer(async (request, response) => {
    const call = await read(request);
    received.push(call);
    const answer = answerOf(call);
    if (answer === 'hang') return;
    if (answer === 'cut') return void request.socket.destroy();
    const raw = 'text' in answer && 'status' in answer;
    response.writeHead(
      raw ? Number(answer.status) : 200,
      raw && answer.location ? { location: String(answer.location) } : {},
    );
    response.end(raw ? String(answer.text) : JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    count: (api) => received.filter((call) => call.api === api).length,
    on: (api, ...answers) => void scripts.set(api, answers),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function read(request: IncomingMessage): Promise<Received> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  const url = new URL(request.url ?? '/', 'http://test');
  return {
    api: url.pathname.replace('/cgi-bin/', ''),
    method: request.method ?? '',
    query: Object.fromEntries(url.searchParams),
    body: bodyOf(text, request.headers['content-type'] ?? ''),
  };
}

function bodyOf(text: string, contentType: string): unknown {
  if (text === '') return undefined;
  return contentType.startsWith('application/json') ? JSON.parse(text) : text;
}
