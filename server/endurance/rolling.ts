import { setTimeout as sleep } from 'node:timers/promises';
import { startMariaDb } from '../../scripts/testing/mariadb.ts';
import type { Scenario } from './lib/scenario.ts';
import { setStage } from './lib/stage.ts';
import { verdictOf } from './lib/verdict.ts';

/** Two servers on one database, stopped by SIGTERM and started again in turn, as a new version is rolled out. */
export const rollingScenario: Scenario = {
  name: 'rolling',
  about: 'two servers on one database, restarted in turn without telling the balancer',
  complete: { times: 20, perSecond: 300 },
  quick: { times: 2, perSecond: 100 },
  async run(options) {
    const mariadb = await startMariaDb();
    options.atEnd(() => mariadb.stop());
    const stage = await setStage(mariadb, options);
    const servers = [await stage.startServer(), await stage.startServer()];
    const show = () => stage.balancer.setPorts(servers.map(({ port }) => port));
    show();
    const traffic = await stage.startTraffic();
    for (let time = 1; time <= options.times; time += 1) {
      await sleep(500 + options.random.below(1000));
      await servers.shift()?.program.stop();
      servers.push(await stage.startServer());
      show();
      options.say(`restart ${time}: ${traffic.happenings.length} callbacks so far`);
    }
    const verdict = await verdictOf(stage.database, traffic);
    // While one server is up nobody has to be turned away.
    return { ...verdict, lost: verdict.lost + (verdict.sent - verdict.acknowledged) };
  },
};
