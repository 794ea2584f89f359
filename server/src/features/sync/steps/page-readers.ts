import type { Installation } from '../../corps/installation.ts';
import { groupKey } from '../group-rules.ts';
import type { ReadingGroup } from '../table.ts';
import { type CustomerPage, type GroupRefused, readPage } from './read-page.ts';

/** A page of a group, when it was asked for, or why there is none. */
export type ReadResult =
  | { readonly group: ReadingGroup; readonly askedAt: Date; readonly answer: CustomerPage | GroupRefused }
  | { readonly group: ReadingGroup; readonly askedAt: Date; readonly error: unknown };

/** Reads groups side by side, each page after page: the next page is on its way while the last one is written. */
export interface PageReaders {
  /** Has groups read that are not being read yet. */
  start(open: readonly ReadingGroup[]): void;
  /** Pages that have arrived of groups for which this holds; the next ones are asked for at once. */
  take(isWanted: (group: ReadingGroup) => boolean, atMost: number): ReadResult[];
  /** Ends when one more page arrives. */
  arrival(): Promise<void>;
}

/**
 * Creates readers for a run.
 *
 * @param now - the clock a page's time is taken by
 */
export function createPageReaders(installation: Installation, now: () => Date): PageReaders {
  /** By the members of a group, which stay the same while its cursor moves on. */
  const onTheirWay = new Set<string>();
  const arrived = new Map<string, ReadResult>();
  let next = Promise.withResolvers<void>();

  function read(group: ReadingGroup): void {
    const key = groupKey(group);
    const askedAt = now();
    const settle = (result: ReadResult) => {
      onTheirWay.delete(key);
      arrived.set(key, result);
      next.resolve();
      next = Promise.withResolvers();
    };
    onTheirWay.add(key);
    readPage(installation, group).then(
      (answer) => settle({ group, askedAt, answer }),
      (error: unknown) => settle({ group, askedAt, error }),
    );
  }

  return {
    start(open) {
      for (const group of open) {
        const key = groupKey(group);
        if (!onTheirWay.has(key) && !arrived.has(key)) {
          read(group);
        }
      }
    },
    take(isWanted, atMost) {
      const taken = [...arrived.values()].filter(({ group }) => isWanted(group)).slice(0, atMost);
      for (const result of taken) {
        arrived.delete(groupKey(result.group));
        if ('answer' in result && result.answer.kind === 'page' && result.answer.nextCursor !== null) {
          read({ ...result.group, cursor: result.answer.nextCursor });
        }
      }
      return taken;
    },
    arrival: () => next.promise,
  };
}
