import type { MariaDb } from '../../../scripts/testing/mariadb.ts';
import { startWecomSim, type WecomSim } from '../../../scripts/wecom-sim/index.ts';
import { type GuanxiServer, openTables, serverEnvironment, startGuanxi } from '../../bench/lib/guanxi.ts';
import { untilSynced } from '../../bench/lib/sync-progress.ts';
import type { Database } from '../../src/db/data-source.ts';
import { type Balancer, startBalancer } from './balancer.ts';
import type { ScenarioOptions } from './scenario.ts';
import { startTraffic, type Traffic } from './traffic.ts';

/** Everything a scenario needs: a platform, one address in front of servers, and the tables. */
export interface Stage {
  readonly sim: WecomSim;
  readonly balancer: Balancer;
  /** The tables, read beside the servers. */
  readonly database: Database;
  /** Starts one more server process on a database. */
  startServer(database?: MariaDb): Promise<GuanxiServer>;
  /** Begins to send callbacks; the first full sync must be over. */
  startTraffic(): Promise<Traffic>;
}

const apiLatencyMs = 20;

/** Sets the stage on a database that is empty. */
export async function setStage(mariadb: MariaDb, options: ScenarioOptions): Promise<Stage> {
  const sim = await startWecomSim({
    seed: 'empty',
    latencyMs: apiLatencyMs,
    callbackRetryDelayMs: 300,
    callbackVerifyTimeoutMs: 10_000,
  });
  options.atEnd(() => sim.stop());
  const balancer = await startBalancer();
  options.atEnd(() => balancer.stop());
  const [corp] = sim.corps;
  if (corp === undefined) {
    throw new Error('The simulator has no corp');
  }
  const envOn = (url: string) => serverEnvironment(url, corp, sim.url);
  const database = await openTables(envOn(mariadb.url));
  options.atEnd(() => database.close());
  return {
    sim,
    balancer,
    database,
    async startServer(on = mariadb) {
      const server = await startGuanxi(envOn(on.url));
      options.atEnd(() => server.program.stop());
      return server;
    },
    async startTraffic() {
      await untilSynced(database);
      const { ok, errmsg } = await sim.setCallback(
        corp.corpId,
        `${balancer.url}/wecom/callback/${corp.corpId}`,
      );
      if (!ok) {
        throw new Error(`The callback address was refused: ${errmsg}`);
      }
      const userIds = [...(sim.world.corps.get(corp.corpId)?.members.values() ?? [])]
        .slice(0, 10)
        .map((member) => member.userid);
      const { perSecond, random } = options;
      return startTraffic(sim, { corpId: corp.corpId, userIds, perSecond, random });
    },
  };
}
