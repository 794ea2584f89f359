import { setTimeout as sleep } from 'node:timers/promises';
import { startGalera } from '../../scripts/testing/galera.ts';
import type { Scenario } from './lib/scenario.ts';
import { setStage } from './lib/stage.ts';
import { verdictOf } from './lib/verdict.ts';

/** Three database nodes, a server on each; one node after another is killed and comes back. */
export const galeraScenario: Scenario = {
  name: 'galera',
  about: 'three nodes of a Galera cluster with a server on each; the second and third are killed in turn',
  complete: { times: 10, perSecond: 150 },
  quick: { times: 2, perSecond: 50 },
  async run(options) {
    const nodes = await startGalera(3);
    options.atEnd(async () => {
      for (const node of nodes.toReversed()) {
        await node.stop();
      }
    });
    const [first, ...others] = nodes;
    if (first === undefined) {
      throw new Error('The cluster has no node');
    }
    const stage = await setStage(first, options);
    const servers = [await stage.startServer(first)];
    for (const node of others) {
      servers.push(await stage.startServer(node));
    }
    stage.balancer.setPorts(servers.map(({ port }) => port));
    const traffic = await stage.startTraffic();
    for (let time = 1; time <= options.times; time += 1) {
      const node = others[time % others.length];
      await sleep(1000 + options.random.below(2000));
      await node?.crash();
      await sleep(1000 + options.random.below(2000));
      await node?.restart();
      options.say(`node lost ${time}: ${traffic.happenings.length} callbacks so far`);
    }
    await sleep(1000);
    return verdictOf(stage.database, traffic);
  },
};
