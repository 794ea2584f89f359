import { setTimeout as sleep } from 'node:timers/promises';
import type { WecomSim } from '../wecom-sim/index.ts';

const TRIES = 5;

/**
 * Saves the callback URL at the platform, which verifies it with a GET and waits one second for the answer; on a
 * busy machine the first answer of a fresh server may be later than that.
 */
export async function registerCallback(
  sim: Pick<WecomSim, 'setCallback'>,
  corpId: string,
  url: string,
  stopped: AbortSignal,
): Promise<void> {
  let reason = '';
  for (let turn = 0; turn < TRIES; turn += 1) {
    stopped.throwIfAborted();
    const verdict = await sim.setCallback(corpId, url);
    if (verdict.ok) return;
    reason = verdict.errmsg;
    await sleep(200 * (turn + 1));
  }
  throw new Error(`the platform refuses the callback URL ${url}: ${reason}`);
}
