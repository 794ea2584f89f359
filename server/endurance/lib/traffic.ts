import { setTimeout as sleep } from 'node:timers/promises';
import type { PushRecord } from '../../../scripts/wecom-sim/callback/delivery.ts';
import type { WecomSim } from '../../../scripts/wecom-sim/index.ts';
import type { Random } from '../../bench/lib/random.ts';

/** A member and a customer, by the platform's ids. */
export interface Pair {
  readonly userId: string;
  readonly externalUserId: string;
}

/** What happened in the platform's world, with the callback that told of it. */
export interface Happening {
  readonly kind: 'added' | 'remarked';
  readonly pair: Pair;
  readonly remark: string;
  readonly push: PushRecord;
}

/** Things that happen at an even rate until somebody ends them. */
export interface Traffic {
  readonly happenings: readonly Happening[];
  /** Lets nothing more happen, and waits until every callback was answered or given up. */
  end(): Promise<void>;
}

const tickMs = 10;
/** One in so many happenings is a new customer; the others are edits. */
const addedEvery = 5;
/** Edits keep to the first customers, so that many callbacks are about one subject. */
const editedPairs = 500;

/**
 * Lets customers come and members edit remarks.
 *
 * @param options.perSecond - happenings, each of which the platform tells by one callback
 */
export function startTraffic(
  sim: WecomSim,
  options: { corpId: string; userIds: readonly string[]; perSecond: number; random: Random },
): Traffic {
  const happenings: Happening[] = [];
  const pairs: Pair[] = [];
  let isOver = false;

  function happen(): void {
    const number = happenings.length;
    const pair = pairs[options.random.below(Math.min(pairs.length, editedPairs))];
    if (pair === undefined || number % addedEvery === 0) {
      const userId = options.userIds[number % options.userIds.length] ?? '';
      // Until a member edits it, the remark is the customer's name.
      const name = `客户${number}`;
      const { externalUserId } = sim.act.customerAdds(options.corpId, { userId, customer: { name } });
      pairs.push({ userId, externalUserId });
      remember('added', { userId, externalUserId }, name);
    } else {
      const remark = `备注${number}`;
      sim.act.memberEditsRemark(options.corpId, { ...pair, remark });
      remember('remarked', pair, remark);
    }
  }

  function remember(kind: Happening['kind'], pair: Pair, remark: string): void {
    const push = sim.pushes.at(-1);
    if (push === undefined) {
      throw new Error('The platform told nothing');
    }
    happenings.push({ kind, pair, remark, push });
  }

  async function run(): Promise<void> {
    const startedAt = performance.now();
    while (!isOver) {
      const due = ((performance.now() - startedAt) / 1000) * options.perSecond;
      while (happenings.length < due) {
        happen();
      }
      await sleep(tickMs);
    }
  }

  const running = run();
  return {
    happenings,
    async end() {
      isOver = true;
      await running;
      await sim.drain();
    },
  };
}
