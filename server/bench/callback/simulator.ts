import { join } from 'node:path';
import { ROOT } from '../../../scripts/lib/local-bin.ts';
import type { BenchCorp } from '../lib/guanxi.ts';
import { type Program, readyLine, startProgram } from '../lib/program.ts';
import type { Pair } from './requests.ts';

/** The simulated platform as a process of its own. */
export interface Simulator {
  readonly program: Program;
  readonly url: string;
  readonly corp: BenchCorp;
  /** Follow relations that events can be about. */
  readonly pairs: readonly Pair[];
  /** How long each API call takes from now on. */
  setLatency(ms: number): Promise<void>;
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
  return {
    program,
    url,
    corp,
    pairs: await readPairs(url, corp),
    async setLatency(ms) {
      const response = await fetch(`${url}/sim/api/faults`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ latency_ms: ms }),
      });
      if (!response.ok) {
        throw new Error(`The simulator refused a latency: ${response.status} ${await response.text()}`);
      }
      await response.body?.cancel();
    },
  };
}

/** Asks as an app would: who has customers, and which. */
async function readPairs(url: string, corp: BenchCorp): Promise<Pair[]> {
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
