import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const shownFunctions = 30;

interface CpuProfile {
  readonly nodes: readonly {
    readonly hitCount?: number;
    readonly callFrame: {
      readonly functionName: string;
      readonly url: string;
      readonly lineNumber: number;
    };
  }[];
}

/** Node's own sampling profiler on a program that is started and stopped by us. */
export interface Profiler {
  /** Arguments for Node; none when profiling is off. */
  readonly nodeArgs: readonly string[];
  /** After the program has ended: where it spent its time, as lines of text. */
  report(): string[];
}

/** A profiler, or one that does nothing. */
export function createProfiler(isOn: boolean): Profiler {
  if (!isOn) {
    return { nodeArgs: [], report: () => [] };
  }
  const folder = mkdtempSync(join(tmpdir(), 'guanxi-profile-'));
  return {
    nodeArgs: ['--cpu-prof', `--cpu-prof-dir=${folder}`, '--cpu-prof-interval=500'],
    report() {
      const profiles = readdirSync(folder).map(
        (file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as CpuProfile,
      );
      rmSync(folder, { recursive: true, force: true });
      return profiles.flatMap(profileLines);
    },
  };
}

/** The functions with the largest self time, and the packages and folders they belong to. */
export function profileLines(profile: CpuProfile): string[] {
  const byFunction = new Map<string, number>();
  const byPlace = new Map<string, number>();
  let busy = 0;
  for (const { hitCount = 0, callFrame } of profile.nodes) {
    if (callFrame.functionName === '(idle)' || callFrame.functionName === '(root)') {
      continue;
    }
    const file = placeOf(callFrame.url);
    add(
      byFunction,
      `${callFrame.functionName || '(anonymous)'} ${file}:${callFrame.lineNumber + 1}`,
      hitCount,
    );
    add(byPlace, groupOf(file) || callFrame.functionName, hitCount);
    busy += hitCount;
  }
  return [
    `by place, of ${busy} busy samples`,
    ...largest(byPlace, busy, 16),
    'by function, self time',
    ...largest(byFunction, busy, shownFunctions),
  ];
}

function add(counts: Map<string, number>, key: string, count: number): void {
  counts.set(key, (counts.get(key) ?? 0) + count);
}

function largest(counts: ReadonlyMap<string, number>, total: number, shown: number): string[] {
  return [...counts]
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, shown)
    .map(([key, count]) => `  ${((100 * count) / total).toFixed(1).padStart(5)} %  ${key}`);
}

/** `mysql2/lib/parsers/x.js` for a package, `server/src/http/body.ts` for ours. */
function placeOf(url: string): string {
  return url
    .replace(/^file:\/\//, '')
    .replace(/^.*\/node_modules\//, '')
    .replace(/^.*\/(server\/src\/)/, '$1');
}

/** Our folders one by one, a package or a part of Node as a whole. */
function groupOf(file: string): string {
  const parts = file.split('/');
  const depth = file.startsWith('server/src/') ? 3 : file.startsWith('@') || file.startsWith('node:') ? 2 : 1;
  return parts.slice(0, depth).join('/');
}
