import type { Installation } from '../../corps/installation.ts';
import type { ReadingGroup } from '../table.ts';
import { type CustomerPage, type GroupRefused, readPage } from './read-page.ts';

/** A page of a group, when it was asked for, or why there is none. */
export type ReadResult =
  | { readonly group: ReadingGroup; readonly askedAt: Date; readonly answer: CustomerPage | GroupRefused }
  | { readonly group: ReadingGroup; readonly askedAt: Date; readonly error: unknown };

/** Reads groups side by side, each page after page: the next page is on its way while the last one is written. */
export interface PageReaders {
  /** What has arrived since the last time; waits for at least one page. Only for groups under way. */
  next(open: readonly ReadingGroup[]): Promise<ReadResult[]>;
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
  let announce: () => void = () => undefined;

  function start(key: string, group: ReadingGroup): void {
    const askedAt = now();
    onTheirWay.add(key);
    void readPage(installation, group)
      .then(
        (answer) => ({ group, askedAt, answer }),
        (error: unknown) => ({ group, askedAt, error }),
      )
      .then((result) => {
        arrived.set(key, result);
        announce();
      });
  }

  /** The page after this one need not wait until this one is written. */
  function goOn(key: string, result: ReadResult): void {
    onTheirWay.delete(key);
    if ('answer' in result && result.answer.kind === 'page' && result.answer.nextCursor !== null) {
      start(key, { ...result.group, cursor: result.answer.nextCursor });
    }
  }

  return {
    async next(open) {
      for (const group of open) {
        const key = group.userIds.join();
        if (!onTheirWay.has(key)) {
          start(key, group);
        }
      }
      if (arrived.size === 0) {
        await new Promise<void>((resolve) => {
          announce = resolve;
        });
      }
      const results = [...arrived];
      arrived.clear();
      for (const [key, result] of results) {
        goOn(key, result);
      }
      return results.map(([, result]) => result);
    },
  };
}
