/** Reads several things of a company by their keys; what is known already is not read again for a while. */
export type ReadMany<Key, Value> = (corpId: number, keys: Iterable<Key>) => Promise<Map<Key, Value>>;

/** Things remembered at most; beyond, all are forgotten. */
const rememberedAtMost = 20_000;

/**
 * Remembers what was read, in the memory of one process. Keys that `read` leaves out are asked for every time.
 *
 * @param read - gives what there is of the keys it is asked for
 * @param options.forMs - how long an answer may be old, in milliseconds
 */
export function rememberEach<Key extends string | number, Value>(
  read: (corpId: number, keys: readonly Key[]) => Promise<ReadonlyMap<Key, Value>>,
  options: { readonly forMs: number; readonly now: () => Date },
): ReadMany<Key, Value> {
  const remembered = new Map<string, { readonly value: Value; readonly until: number }>();
  return async (corpId, keys) => {
    const values = new Map<Key, Value>();
    const unknown: Key[] = [];
    const time = options.now().getTime();
    for (const key of new Set(keys)) {
      const known = remembered.get(`${corpId}/${key}`);
      if (known !== undefined && known.until > time) {
        values.set(key, known.value);
      } else {
        unknown.push(key);
      }
    }
    if (unknown.length === 0) {
      return values;
    }
    const found = await read(corpId, unknown);
    if (remembered.size > rememberedAtMost) {
      remembered.clear();
    }
    for (const [key, value] of found) {
      remembered.set(`${corpId}/${key}`, { value, until: time + options.forMs });
      values.set(key, value);
    }
    return values;
  };
}
