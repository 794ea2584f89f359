import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { localBin } from '../lib/local-bin.ts';
import { runProgram } from './child.ts';
import { type Tally, tallyOf, type VitestReport } from './tally.ts';

async function readReport(file: string): Promise<VitestReport | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as VitestReport;
  } catch {
    return undefined;
  }
}

/** Runs one vitest project; people read its own report, we count from a second one in a temporary folder. */
export async function runVitest(
  project: string,
  options: { signal: AbortSignal; args: readonly string[]; env?: Record<string, string> },
): Promise<Tally> {
  const folder = await mkdtemp(join(tmpdir(), 'guanxi-test-'));
  const report = join(folder, 'report.json');
  try {
    const args = [
      localBin('.', 'vitest'),
      'run',
      '--project',
      project,
      '--passWithNoTests',
      '--silent=passed-only',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
      ...options.args,
    ];
    const { signal, env = {} } = options;
    const exitCode = await runProgram(args, { signal, env });
    return tallyOf(await readReport(report), exitCode);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
