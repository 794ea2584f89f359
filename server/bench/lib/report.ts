/** How a benchmark is asked to run. */
export interface BenchOptions {
  readonly isQuick: boolean;
  readonly database: 'mariadb' | 'sqlite';
  readonly isProfiled: boolean;
  /** Tells what is done and what came out of it. */
  say(line: string): void;
  /** Has something stopped when the run ends, also by Ctrl-C. */
  atEnd(stop: () => Promise<void>): void;
}

/** The machine-readable end of a run; further figures go beside these. */
export interface BenchResult {
  readonly name: string;
  /** Every target was met. */
  readonly ok: boolean;
  readonly ratio: number;
  /** Null where the target was set for the other engine. */
  readonly target: number | null;
  readonly [figure: string]: unknown;
}

/** A benchmark: a name for the command line, and what it does. */
export interface Benchmark {
  readonly name: string;
  readonly about: string;
  run(options: BenchOptions): Promise<BenchResult>;
}

/** Lines up rows of a table; the first row holds the headings. */
export function tableLines(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    `  ${row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')}`.trimEnd(),
  );
}
