import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { decrypt } from '../callback/crypto.ts';
import { readBody } from '../http.ts';
import type { WecomSim } from '../index.ts';
import { type Json, nodesOf } from '../testing.ts';
import type { SuiteCredentials } from './settings.ts';

/** A provider of the tests: a server for all of its URLs, and its calls, with nothing but the base URL. */

export interface Pushed {
  /** The path it came to. */
  path: string;
  receiveId: string;
  xml: string;
  nodes: Record<string, string>;
}

export interface TestProvider {
  url: string;
  received: Pushed[];
  /** receiveids of GET verifications by path. */
  verified: Record<string, string>;
  /** Answers of the next POSTs; `success` when used up. */
  answers: string[];
  of(infoType: string): Pushed[];
  stop(): Promise<void>;
}

/** Answers `/SUITE_ID/…` with the suite's key, as a provider's server does. */
export const startProvider = async (sim: WecomSim): Promise<TestProvider> => {
  const received: Pushed[] = [];
  const verified: Record<string, string> = {};
  const answers: string[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://provider');
    const suite = sim.suites.find((row) => url.pathname.includes(row.suiteId));
    const key = suite?.encodingAesKey ?? sim.platform.providers[0]?.encodingAesKey ?? '';
    const answer = async (): Promise<string> => {
      const echostr = url.searchParams.get('echostr');
      if (echostr !== null) {
        const { message, receiveId } = decrypt(key, echostr);
        verified[url.pathname] = receiveId;
        return message;
      }
      const encrypted = Object.fromEntries(nodesOf(await readBody(request))).Encrypt ?? '';
      const { message, receiveId } = decrypt(key, encrypted);
      received.push({
        path: url.pathname,
        receiveId,
        xml: message,
        nodes: Object.fromEntries(nodesOf(message)),
      });
      return answers.shift() ?? 'success';
    };
    answer().then(
      (body) => response.end(body),
      () => response.writeHead(500).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    ...{ url: `http://127.0.0.1:${port}`, received, verified, answers },
    of: (infoType) => received.filter(({ nodes }) => (nodes.InfoType ?? nodes.Event) === infoType),
    async stop() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
};

/** Points every suite of the first provider at the test's server. */
export const connectSuites = async (sim: WecomSim, provider: TestProvider): Promise<void> => {
  for (const { suiteId } of sim.suites) {
    const verdict = await sim.setSuiteCallbacks(suiteId, {
      command: `${provider.url}/${suiteId}/command`,
      data: `${provider.url}/${suiteId}/data/$CORPID$`,
    });
    if (!verdict.ok) throw new Error(verdict.errmsg);
  }
  await sim.drain();
};

export const postTo = async (sim: WecomSim, path: string, body: unknown): Promise<Json> => {
  const response = await fetch(`${sim.url}/cgi-bin/${path}`, { method: 'POST', body: JSON.stringify(body) });
  return (await response.json()) as Json;
};

export const getFrom = async (sim: WecomSim, path: string): Promise<Json> =>
  (await (await fetch(`${sim.url}/cgi-bin/${path}`)).json()) as Json;

/** The suite token from the newest ticket that was pushed. */
export const suiteToken = async (
  sim: WecomSim,
  provider: TestProvider,
  suite: SuiteCredentials,
): Promise<string> => {
  const ticket = provider.of('suite_ticket').findLast(({ nodes }) => nodes.SuiteId === suite.suiteId);
  const answer = await postTo(sim, 'service/get_suite_token', {
    ...{ suite_id: suite.suiteId, suite_secret: suite.secret, suite_ticket: ticket?.nodes.SuiteTicket },
  });
  return String(answer.suite_access_token);
};

export interface Granted {
  corpId: string;
  permanentCode: string;
  token: string;
  get(path: string, query?: Record<string, string>): Promise<Json>;
  post(path: string, body: unknown): Promise<Json>;
}

/** From the auth_code to a client of the corp. */
export const takeGrant = async (
  sim: WecomSim,
  suiteAccessToken: string,
  authCode: string,
  isTemplate = false,
): Promise<Granted> => {
  const query = `suite_access_token=${suiteAccessToken}`;
  const grant = await postTo(sim, `service/v2/get_permanent_code?${query}`, { auth_code: authCode });
  const corpId = String((grant.auth_corp_info as Json | undefined)?.corpid);
  const permanentCode = String(grant.permanent_code);
  const answer = isTemplate
    ? await getFrom(sim, `gettoken?${new URLSearchParams({ corpid: corpId, corpsecret: permanentCode })}`)
    : await postTo(sim, `service/get_corp_token?${query}`, {
        ...{ auth_corpid: corpId, permanent_code: permanentCode },
      });
  const token = String(answer.access_token);
  return {
    ...{ corpId, permanentCode, token },
    get: (path, more = {}) =>
      getFrom(sim, `${path}?${new URLSearchParams({ access_token: token, ...more })}`),
    post: (path, body) => postTo(sim, `${path}?access_token=${token}`, body),
  };
};
