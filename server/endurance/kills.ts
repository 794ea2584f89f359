import { setTimeout as sleep } from 'node:timers/promises';
import { startMariaDb } from '../../scripts/testing/mariadb.ts';
import type { Scenario } from './lib/scenario.ts';
import { setStage } from './lib/stage.ts';
import { verdictOf } from './lib/verdict.ts';

/** The server is killed at random moments and started again at once. */
export const killsScenario: Scenario = {
  name: 'kills',
  about: 'kill -9 of the only server at random moments',
  complete: { times: 100, perSecond: 500 },
  quick: { times: 5, perSecond: 100 },
  async run(options) {
    const mariadb = await startMariaDb();
    options.atEnd(() => mariadb.stop());
    const stage = await setStage(mariadb, options);
    let server = await stage.startServer();
    stage.balancer.setPorts([server.port]);
    const traffic = await stage.startTraffic();
    for (let time = 1; time <= options.times; time += 1) {
      await sleep(200 + options.random.below(1300));
      await server.program.kill();
      server = await stage.startServer();
      stage.balancer.setPorts([server.port]);
      options.say(`kill ${time}: ${traffic.happenings.length} callbacks so far`);
    }
    return verdictOf(stage.database, traffic);
  },
};
