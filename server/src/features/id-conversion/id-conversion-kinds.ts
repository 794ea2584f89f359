import type { Db } from '../../db/data-source.ts';
import { lanes } from '../../queue/job.ts';
import type { Queue } from '../../queue/queue.ts';

/** The job that looks for a company's former app, by the parts that whoever asks for it needs. */
export const findFormerAppKind = { name: 'find-former-app', lane: lanes.bulk } as const;

/** The job that brings the history of a former app. */
export const convertIdsKind = { name: 'convert-ids', lane: lanes.bulk } as const;

/** Asks for a look, soon; while one waits this asks for nothing more. */
export function enqueueFindFormerApp(ctx: { readonly queue: Queue }, db: Db, corpId: number): Promise<void> {
  return ctx.queue.enqueue(db, findFormerAppKind, { corpId, key: 'corp', payload: {} });
}

/** Asks for the history; while it comes this asks for nothing more. */
export function enqueueConvertIds(ctx: { readonly queue: Queue }, db: Db, corpId: number): Promise<void> {
  return ctx.queue.enqueue(db, convertIdsKind, { corpId, key: 'corp', payload: {} });
}
