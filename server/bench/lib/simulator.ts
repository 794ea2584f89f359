import { join } from 'node:path';
import { ROOT } from '../../../scripts/lib/local-bin.ts';
import type { BenchCorp } from './guanxi.ts';
import { type Program, readyLine, startProgram } from './program.ts';

/** A member and a customer of theirs, as the platform names them. */
export type Pair = readonly [userId: string, externalUserId: string];

/** The simulated platform as a process of its own. */
export interface Simulator {
  readonly program: Program;
  readonly url: string;
  readonly corp: BenchCorp;
  /** How long each API call takes from now on. */
  setLatency(ms: number): Promise<void>;
  /** How often an API was called since the start. */
  countCalls(api: string): Promise<number>;
  /** One act of its control API. */
  control(path: string, body: object): Promise<void>;
}

/** Starts it with that many computed customers. */
export async function startSimulator(customers: number): Promise<Simulator> {
  const program = startProgram(join(ROOT, 'scripts/wecom-sim/main.ts'), {
    args: ['--json', '--seed', String(customers)],
    isMuted: true,
  });
  const { sim: url, corps } = await readyLine<{ sim: string; corps: BenchCorp[] }>(program);
  const [corp] = corps;
  if (corp === undefined) {
    throw new Error('The simulator has no corp');
  }
  const control = async (path: string, body: object) => {
    const response = await fetch(`${url}/sim/api/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) {
      throw new Error(`The simulator refused ${path}: ${response.status} ${await response.text()}`);
    }
    await response.body?.cancel();
  };
  const countCalls = async (api: string) => {
    const response = await fetch(`${url}/sim/api/requests`);
    const { counts } = (await response.json()) as { counts: Record<string, number> };
    return Object.entries(counts).reduce((sum, [path, count]) => (path.endsWith(api) ? sum + count : sum), 0);
  };
  return {
    program,
    url,
    corp,
    control,
    countCalls,
    setLatency: (ms) => control('faults', { latency_ms: ms }),
  };
}

/** Asks as an app would: who has customers, and which. */
export async function readPairs({ url, corp }: Pick<Simulator, 'url' | 'corp'>): Promise<Pair[]> {
  const call = async <Body>(path: string, query: Record<string, string>): Promise<Body> => {
    const response = await fetch(`${url}/cgi-bin/${path}?${new URLSearchParams(query)}`);
    return (await response.json()) as Body;
  };
  const { access_token } = await call<{ access_token: string }>('gettoken', {
    corpid: corp.corpId,
    corpsecret: corp.secret,
  });
  const members = await call<{ follow_user: string[] }>('externalcontact/get_follow_user_list', {
    access_token,
  });
  const pairs: Pair[] = [];
  for (const userid of members.follow_user) {
    const listed = await call<{ external_userid?: string[] }>('externalcontact/list', {
      access_token,
      userid,
    });
    pairs.push(...(listed.external_userid ?? []).map((externalUserId): Pair => [userid, externalUserId]));
  }
  return pairs;
}
