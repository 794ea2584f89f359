import type { JobRun } from '../../queue/job.ts';
import { idConversionRepo } from './repository.ts';
import type { Conversion, Step } from './steps/step.ts';

/** Thrown when another worker went on with the conversion. */
export class OvertakenByOther extends Error {
  override readonly name = 'OvertakenByOther';
}

/** Where a conversion stands. */
interface Checkpoint {
  readonly step: string | null;
  readonly cursor: string;
}

/** The checkpoint behind the last step. */
export const arrived = 'arrived';

/** The place of a checkpoint's step; the beginning for one this version does not know. */
function placeOf(way: readonly Step[], name: string | null): number {
  return name === arrived
    ? way.length
    : Math.max(
        0,
        way.findIndex((step) => step.name === name),
      );
}

/** Walks the steps from the checkpoint to the end of the way. */
export async function walkSteps(conversion: Conversion, way: readonly Step[], job: JobRun): Promise<void> {
  const { step: known, stepCursor } = conversion.row;
  let at: Checkpoint = { step: known, cursor: stepCursor };
  for (const [index, step] of way.entries()) {
    if (index >= placeOf(way, known)) {
      at = await walk(conversion, { step, next: way[index + 1]?.name ?? arrived }, at, job);
    }
  }
}

/** Walks one step to its end, and leaves the checkpoint at the beginning of the next. */
async function walk(
  conversion: Conversion,
  { step, next }: { step: Step; next: string },
  start: Checkpoint,
  job: JobRun,
): Promise<Checkpoint> {
  const { ctx, row } = conversion;
  let at = start;
  do {
    job.signal.throwIfAborted();
    const end = await step.page(conversion, at.step === step.name ? at.cursor : '');
    const known = at;
    at = await ctx.database.transaction(async (db) => {
      const repo = idConversionRepo(db, row.corpId);
      const held = await repo.lock();
      const isHere = held?.step === known.step && held.stepCursor === known.cursor;
      if (held?.attempt !== row.attempt || !isHere) {
        throw new OvertakenByOther(`The conversion ${row.id} went on elsewhere`);
      }
      const cursor = await end(db);
      const reached = cursor === null ? { step: next, cursor: '' } : { step: step.name, cursor };
      await repo.update({ step: reached.step, stepCursor: reached.cursor });
      return reached;
    });
  } while (at.step === step.name);
  return at;
}
