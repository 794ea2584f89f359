import type { Db } from '../db/data-source.ts';
import type { Effect, EffectStep } from './job.ts';

/**
 * An effect that several jobs of a company can have written together, with statements of many rows: under load one
 * transaction then carries what would have been many.
 *
 * @param write - writes the parts of all these jobs, or of one. The same function for all of them, not a closure:
 * by it they find each other
 * @param part - what this job wants written
 */
export function together<Part>(write: (db: Db, parts: readonly Part[]) => Promise<void>, part: Part): Effect {
  return Object.assign((db: Db) => write(db, [part]), {
    steps: [{ write: write as EffectStep['write'], part }],
  });
}

/** One effect after the other, in one transaction. */
export function inOrder(effects: readonly Effect[]): Effect {
  const run = async (db: Db) => {
    for (const effect of effects) {
      await effect(db);
    }
  };
  return Object.assign(run, { steps: effects.flatMap(stepsOf) });
}

/** The steps of an effect; a plain one is a single step that nobody shares the statements of. */
export function stepsOf(effect: Effect): readonly EffectStep[] {
  return effect.steps ?? [{ write: writeEach as EffectStep['write'], part: effect }];
}

async function writeEach(db: Db, effects: readonly Effect[]): Promise<void> {
  for (const effect of effects) {
    await effect(db);
  }
}

/** The steps of a job in a batch. */
export interface JobSteps {
  readonly corpId: number;
  readonly steps: readonly EffectStep[];
}

/** Parts that one call writes. */
export interface SharedWrite {
  readonly write: EffectStep['write'];
  readonly parts: readonly unknown[];
}

/**
 * Lays the steps of several jobs side by side: all first steps, then all second ones, so that each job's order is
 * kept; within a row of steps those of one company and one way of writing become one call.
 */
export function sharedWrites(jobs: readonly JobSteps[]): SharedWrite[] {
  const longest = Math.max(0, ...jobs.map(({ steps }) => steps.length));
  return Array.from({ length: longest }, (_, index) => rowOfSteps(jobs, index)).flat();
}

function rowOfSteps(jobs: readonly JobSteps[], index: number): SharedWrite[] {
  const groups: { corpId: number; write: EffectStep['write']; parts: unknown[] }[] = [];
  for (const { corpId, steps } of jobs) {
    const step = steps[index];
    if (step === undefined) {
      continue;
    }
    const known = groups.find((group) => group.corpId === corpId && group.write === step.write);
    if (known === undefined) {
      groups.push({ corpId, write: step.write, parts: [step.part] });
    } else {
      known.parts.push(step.part);
    }
  }
  return groups;
}
