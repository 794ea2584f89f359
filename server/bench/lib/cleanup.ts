/** What a run has started and must stop again, however it ends. */
export interface Cleanup {
  /** Has something stopped at the end of the run; what came last stops first. */
  atEnd(stop: () => Promise<void>): void;
  /** Stops everything; doing it twice does nothing more. */
  run(): Promise<void>;
}

/** Creates an empty one. */
export function createCleanup(): Cleanup {
  const stops: (() => Promise<void>)[] = [];
  return {
    atEnd: (stop) => void stops.push(stop),
    async run() {
      for (let stop = stops.pop(); stop !== undefined; stop = stops.pop()) {
        await stop().catch((error: unknown) => console.error(error));
      }
    },
  };
}
