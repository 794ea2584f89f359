import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { startWecomSim, type WecomSim } from '../../scripts/wecom-sim/index.ts';

/** An app's page with the real JS-SDK and nothing else, its server, and the simulated platform with its client. */
export interface JssdkWorld {
  readonly sim: WecomSim;
  readonly pageUrl: string;
  /** What the next signatures are spoiled with. */
  readonly spoil: Spoil;
  stop(): Promise<void>;
}

/** Ways in which a server may sign a page wrongly. */
export interface Spoil {
  url?: string;
  ticketOf?: 'corp' | 'agent';
  timestamp?: number;
}

type Json = Record<string, unknown>;

const sdk = readFileSync(
  join(import.meta.dirname, '../node_modules/@wecom/jssdk/dist/wecom.global.prod.js'),
  'utf8',
);

const html = (bridge: string) =>
  `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>JS-SDK</title>` +
  `<script src="${bridge}"></script><script src="/sdk.js"></script><body></body></html>`;

/** Starts the platform with the demo company, and an app's server whose page the client opens beside chats. */
export async function startJssdkWorld(): Promise<JssdkWorld> {
  const spoil: Spoil = {};
  const server = createServer();
  const address = await listen(server);
  const sim = await startWecomSim({ appUrl: address, suiteAppUrl: `${address}/?suite=$SUITE_ID$` });
  server.on('request', (request, response) => {
    const asked = new URL(request.url ?? '/', address);
    const send = (type: string, body: string) =>
      response.writeHead(200, { 'content-type': type, 'access-control-allow-origin': '*' }).end(body);
    if (asked.pathname === '/sdk.js') send('text/javascript', sdk);
    else if (asked.pathname === '/sign')
      sign(sim, asked.searchParams, spoil).then(
        (signed) => send('application/json', JSON.stringify(signed)),
        (error: unknown) => response.writeHead(500).end(String(error)),
      );
    else send('text/html', html(`${sim.url}/bridge.js`));
  });
  return {
    ...{ sim, pageUrl: `${address}/sidebar`, spoil },
    async stop() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await sim.stop();
    },
  };
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Signs a page as an app's server does: token, ticket, SHA-1. Tickets are not kept, since the platform hands out the same one. */
async function sign(sim: WecomSim, asked: URLSearchParams, spoil: Spoil): Promise<Json> {
  const agentId = Number(asked.get('agentid'));
  const token = await tokenOf(sim, asked.get('corp') ?? '', agentId);
  const kind = spoil.ticketOf ?? asked.get('kind');
  const path = kind === 'agent' ? 'ticket/get?type=agent_config&' : 'get_jsapi_ticket?';
  const { ticket } = await fetchJson(`${sim.url}/cgi-bin/${path}access_token=${token}`);
  const timestamp = Math.floor(Date.now() / 1000);
  const nonceStr = randomBytes(8).toString('hex');
  const url = spoil.url ?? asked.get('url') ?? '';
  const text = `jsapi_ticket=${ticket}&noncestr=${nonceStr}&timestamp=${timestamp}&url=${url}`;
  const signature = createHash('sha1').update(text).digest('hex');
  return { timestamp: spoil.timestamp ?? timestamp, nonceStr, signature };
}

/** An access token by the way of the app's kind: its secret, or the suite's token and the permanent code. */
async function tokenOf(sim: WecomSim, corpId: string, agentId: number): Promise<string> {
  const app = sim.world.corp(corpId).apps.find((one) => one.agentId === agentId);
  if (app === undefined) throw new Error(`no app ${agentId}`);
  if (app.kind === 'self-built') {
    const query = new URLSearchParams({ corpid: corpId, corpsecret: app.secret });
    return String((await fetchJson(`${sim.url}/cgi-bin/gettoken?${query}`)).access_token);
  }
  const { grants } = (await fetchJson(`${sim.url}/sim/api/suites`)) as { grants: Json[] };
  const grant = grants.find((one) => one.corp === corpId && one.agentid === agentId);
  const { suiteId, secret } = sim.suites.find((one) => one.suiteId === grant?.suite_id) ?? {};
  const pushed = await fetchJson(`${sim.url}/sim/api/suites/push-ticket`, { suite_id: suiteId });
  const [ticket] = pushed.tickets as { ticket: string }[];
  const suite = await fetchJson(`${sim.url}/cgi-bin/service/get_suite_token`, {
    ...{ suite_id: suiteId, suite_secret: secret, suite_ticket: ticket?.ticket },
  });
  const corp = await fetchJson(
    `${sim.url}/cgi-bin/service/get_corp_token?suite_access_token=${String(suite.suite_access_token)}`,
    { auth_corpid: grant?.open_corpid, permanent_code: grant?.permanent_code },
  );
  return String(corp.access_token);
}

async function fetchJson(url: string, body?: object): Promise<Json> {
  const response = await fetch(url, body && { method: 'POST', body: JSON.stringify(body) });
  return (await response.json()) as Json;
}
