/** Writes together what comes at the same time. */
export interface GroupCommit<Item> {
  /** What is added in one turn of the event loop joins the same commit. */
  add(item: Item): void;
  /** Waits until everything is written. */
  drain(): Promise<void>;
}

/**
 * Group commit: while commits are under way items gather, and the next commit takes them all. Under load many share one
 * disk flush; alone an item waits for nobody.
 *
 * @param options.atMost - items of one commit
 * @param options.atATime - commits under way; fewer make them larger, which costs less and takes longer
 * @param options.write - writes items in one transaction and tells whoever waits for them, also of a failure; must not
 * throw
 */
export function createGroupCommit<Item>(options: {
  readonly atMost: number;
  readonly atATime: number;
  write(items: readonly Item[]): Promise<void>;
}): GroupCommit<Item> {
  const waiting: Item[] = [];
  const underWay = new Set<Promise<void>>();

  async function writeAll(): Promise<void> {
    while (waiting.length > 0) {
      await options.write(waiting.splice(0, options.atMost));
    }
  }

  function flush(): void {
    if (waiting.length === 0 || underWay.size >= options.atATime) {
      return;
    }
    const written = writeAll().finally(() => underWay.delete(written));
    underWay.add(written);
  }

  return {
    add(item) {
      waiting.push(item);
      setImmediate(flush);
    },
    async drain() {
      while (waiting.length > 0 || underWay.size > 0) {
        flush();
        await Promise.all(underWay);
      }
    },
  };
}
