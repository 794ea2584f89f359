import { setTimeout as sleep } from 'node:timers/promises';
import { startMariaDb } from '../../scripts/testing/mariadb.ts';
import type { Scenario } from './lib/scenario.ts';
import { setStage } from './lib/stage.ts';
import { verdictOf } from './lib/verdict.ts';

/** The database is killed at random moments and started again a moment later; the server lives through it. */
export const databaseScenario: Scenario = {
  name: 'database',
  about: 'kill -9 of the database at random moments, under a server that lives on',
  complete: { times: 20, perSecond: 300 },
  quick: { times: 2, perSecond: 100 },
  async run(options) {
    const mariadb = await startMariaDb();
    options.atEnd(() => mariadb.stop());
    const stage = await setStage(mariadb, options);
    const server = await stage.startServer();
    stage.balancer.setPorts([server.port]);
    const traffic = await stage.startTraffic();
    for (let time = 1; time <= options.times; time += 1) {
      await sleep(500 + options.random.below(2000));
      await mariadb.crash();
      await sleep(options.random.below(1500));
      await mariadb.restart();
      options.say(`crash ${time}: ${traffic.happenings.length} callbacks so far`);
    }
    await sleep(1000);
    return verdictOf(stage.database, traffic);
  },
};
