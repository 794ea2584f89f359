import { setTimeout as sleep } from 'node:timers/promises';
import type { WecomSim } from '../wecom-sim/index.ts';

const TRIES = 5;

type Verdict = Awaited<ReturnType<WecomSim['setCallback']>>;

/**
 * Saves a URL at the platform, which verifies it with a GET and waits one second for the answer; on a
 * busy machine the first answer of a fresh server may be later than that.
 */
async function saved(save: () => Promise<Verdict>, what: string, stopped: AbortSignal): Promise<void> {
  let reason = '';
  for (let turn = 0; turn < TRIES; turn += 1) {
    stopped.throwIfAborted();
    const verdict = await save();
    if (verdict.ok) return;
    reason = verdict.errmsg;
    await sleep(200 * (turn + 1));
  }
  throw new Error(`the platform refuses ${what}: ${reason}`);
}

/** Saves the callback URL of the self-built app. */
export function registerCallback(
  sim: Pick<WecomSim, 'setCallback'>,
  corpId: string,
  url: string,
  stopped: AbortSignal,
): Promise<void> {
  return saved(() => sim.setCallback(corpId, url), `the callback URL ${url}`, stopped);
}

/** Saves the command and data URLs of every suite and template of the simulated provider. */
export async function registerSuites(
  sim: Pick<WecomSim, 'suites' | 'setSuiteCallbacks'>,
  appUrl: string,
  stopped: AbortSignal,
): Promise<void> {
  for (const { suiteId } of sim.suites) {
    const base = `${appUrl}/wecom/suites/${suiteId}`;
    const urls = { command: `${base}/command`, data: `${base}/data/$CORPID$` };
    await saved(() => sim.setSuiteCallbacks(suiteId, urls), `the URLs of the suite ${suiteId}`, stopped);
  }
}
