import { z } from 'zod';
import type { Database } from '../../db/data-source.ts';
import type { Keyring } from '../../db/keyring.ts';
import { inOrder, together } from '../../queue/effects.ts';
import { markHandled, waitingEvents } from '../../queue/inbox-events.ts';
import { inboxJobName } from '../../queue/inbox-subject.ts';
import { defineJob, type Effect, type JobRun, lanes } from '../../queue/job.ts';
import { parseEvent, type WecomEvent } from '../../wecom/index.ts';
import type { Installations } from '../corps/installation.ts';
import { noteUnhandled } from '../failed-work/note-unhandled.ts';

/** What one kind of event does; the effect is committed together with "handled". */
export interface EventHandler<Context> {
  /** What it is about, for the log. */
  readonly name: string;
  /** It acts on the installation itself; every other handler is skipped once the company has left. */
  readonly isAboutInstallation?: boolean;
  handles(event: WecomEvent): boolean;
  /** @param events - all that wait of one subject, oldest first */
  reconcile(ctx: Context, job: JobRun, events: readonly WecomEvent[]): Promise<Effect>;
}

interface InboxContext {
  readonly database: Pick<Database, 'read'>;
  readonly keyring: Keyring;
  readonly installations: Installations;
  readonly now: () => Date;
}

/**
 * Handles the waiting events of one subject together: however many came, each handler reads the
 * platform once. Events nobody handles are kept and counted by kind, not refused.
 *
 * @param handlers - LIST 4
 */
export function inboxJob<Context extends InboxContext>(handlers: readonly EventHandler<Context>[]) {
  return defineJob<Context, { subject: string }>({
    name: inboxJobName,
    lane: lanes.event,
    payload: z.object({ subject: z.string() }),
    maxAttempts: 12,
    async run(ctx, { subject }, job) {
      const waiting = await waitingEvents(ctx.database.read, ctx.keyring, job.corpId, subject);
      if (waiting.length === 0) {
        return undefined;
      }
      const events = waiting.map((event) => parseEvent(event.plaintext, ctx.now()));
      const effects: Effect[] = [];
      const unhandled = events.filter((event) => !handlers.some((handler) => handler.handles(event)));
      for (const handler of handlers) {
        const own = events.filter((event) => handler.handles(event));
        const mayCall = handler.isAboutInstallation === true || ctx.installations.has(job.corpId);
        if (own.length > 0 && mayCall) {
          effects.push(await handler.reconcile(ctx, job, own));
        }
      }
      if (unhandled.length > 0) {
        effects.push((db) => noteUnhandled(db, job.corpId, unhandled, ctx.now()));
      }
      const handled = { corpId: job.corpId, subject, events: waiting, at: ctx.now() };
      return inOrder([...effects, together(markHandled, handled)]);
    },
  });
}
