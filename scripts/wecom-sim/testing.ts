import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { decrypt } from './callback/crypto.ts';
import { readBody } from './http.ts';
import { startWecomSim, type WecomSim, type WecomSimOptions } from './index.ts';

/** Helpers of the simulator's own tests: a client that only knows the base URL, and a receiver of pushes. */

export type Json = Record<string, unknown>;

const START = Date.UTC(2026, 10, 20, 4, 0, 0);

/** A simulator whose time stands still unless the test moves it. */
export const startTestSim = (options: WecomSimOptions = {}): Promise<WecomSim> =>
  startWecomSim({
    seed: 'empty',
    now: () => START,
    callbackRetryDelayMs: 0,
    callbackVerifyTimeoutMs: 5000,
    ...options,
  });

export const firstCorp = (sim: WecomSim) => {
  const corp = sim.corps[0];
  if (!corp) throw new Error('the simulator has no corp');
  return corp;
};

export interface Client {
  token: string;
  get(path: string, query?: Record<string, string>): Promise<Json>;
  post(path: string, body: unknown): Promise<Json>;
}

const fetchJson = async (url: string, init?: RequestInit): Promise<Json> => {
  const response = await fetch(url, init);
  // Every answer of the platform is a JSON object.
  return (await response.json()) as Json;
};

/** A client of the corp's app, or of the one with this secret, with a token of its own. */
export const connect = async (sim: WecomSim, appSecret?: string): Promise<Client> => {
  const { corpId, secret: own } = firstCorp(sim);
  const secret = appSecret ?? own;
  const query = new URLSearchParams({ corpid: corpId, corpsecret: secret });
  const answer = await fetchJson(`${sim.url}/cgi-bin/gettoken?${query}`);
  const token = String(answer.access_token);
  const urlOf = (path: string, more: Record<string, string> = {}) =>
    `${sim.url}/cgi-bin/${path}?${new URLSearchParams({ access_token: token, ...more })}`;
  return {
    token,
    get: (path, more) => fetchJson(urlOf(path, more)),
    post: (path, body) => fetchJson(urlOf(path), { method: 'POST', body: JSON.stringify(body) }),
  };
};

/** POST (or GET without a body) on the control API. */
export const control = async (sim: WecomSim, name: string, body?: unknown): Promise<Json> =>
  fetchJson(`${sim.url}/sim/api/${name}`, {
    ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
  });

const nodeOf = (xml: string, name: string): string =>
  new RegExp(`<${name}>(?:<!\\[CDATA\\[)?(.*?)(?:\\]\\]>)?</${name}>`).exec(xml)?.[1] ?? '';

/** A plaintext as an object of its nodes in order. */
export const nodesOf = (xml: string): [string, string][] =>
  [...xml.matchAll(/<(\w+)>(?:<!\[CDATA\[)?([^<\]]*)(?:\]\]>)?<\/\1>/g)].map((m) => [m[1] ?? '', m[2] ?? '']);

export interface Receiver {
  url: string;
  /** Decrypted plaintexts in order of arrival. */
  received: string[];
  /** Status of the next POSTs; 200 when used up. 0: no answer at all. */
  statuses: number[];
  stop(): Promise<void>;
}

/** A callback URL that verifies as the documentation says and keeps what is pushed. */
export const startReceiver = async (encodingAesKey: string): Promise<Receiver> => {
  const received: string[] = [];
  const statuses: number[] = [];

  const answer = async (request: IncomingMessage): Promise<{ status: number; body: string }> => {
    const echostr = new URL(request.url ?? '/', 'http://receiver').searchParams.get('echostr');
    if (echostr !== null) return { status: 200, body: decrypt(encodingAesKey, echostr).message };
    received.push(decrypt(encodingAesKey, nodeOf(await readBody(request), 'Encrypt')).message);
    return { status: statuses.shift() ?? 200, body: '' };
  };

  const server = createServer((request, response) => {
    answer(request).then(
      ({ status, body }) => {
        if (status !== 0) response.writeHead(status).end(body);
      },
      () => response.writeHead(500).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    ...{ url: `http://127.0.0.1:${port}/callback`, received, statuses },
    async stop() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
};
