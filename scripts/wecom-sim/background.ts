import { settleTransfers } from './act/transfers.ts';
import { lapseDataPermissions } from './control/data-permissions.ts';
import type { WecomSim } from './sim.ts';

const LOOK_EVERY_MS = 1000;

/** What happens by itself as time passes: tickets every ten minutes, handovers accepted after a day, data permissions that end. */
export const startBackground = (sim: WecomSim): { stop(): void } => {
  const look = () => {
    sim.platform.pushes.tick(sim.platform.suites());
    for (const corp of sim.world.corps.values()) settleTransfers(sim.world, corp);
    lapseDataPermissions(sim);
  };
  // Every suite has a ticket from the start, whether or not anybody listens yet.
  for (const suite of sim.platform.suites()) sim.platform.pushes.pushTicket(suite);
  sim.clock.onAdvance(look);
  const timer = setInterval(look, LOOK_EVERY_MS);
  timer.unref();
  return { stop: () => clearInterval(timer) };
};
