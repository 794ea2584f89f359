/** How many tests of a step passed, failed and were skipped. A check counts as one test. */
export interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

export const PASSED: Tally = { passed: 1, failed: 0, skipped: 0 };
export const FAILED: Tally = { passed: 0, failed: 1, skipped: 0 };
export const SKIPPED: Tally = { passed: 0, failed: 0, skipped: 1 };
export const NOTHING: Tally = { passed: 0, failed: 0, skipped: 0 };

export const sum = (tallies: readonly Tally[]): Tally =>
  tallies.reduce(
    (total, tally) => ({
      passed: total.passed + tally.passed,
      failed: total.failed + tally.failed,
      skipped: total.skipped + tally.skipped,
    }),
    NOTHING,
  );

/** The part of vitest's JSON report that is counted. */
export interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: readonly { status: string; assertionResults: readonly unknown[] }[];
}

/**
 * Counts a vitest run. A file that could not be loaded has no tests and counts as one failure, and so does
 * whatever else made vitest fail, such as an error outside of any test.
 */
export function tallyOf(report: VitestReport | undefined, exitCode: number): Tally {
  if (!report) return exitCode === 0 ? NOTHING : FAILED;
  const broken = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  );
  const failed = report.numFailedTests + broken.length;
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && exitCode !== 0 ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/** In CI nothing may be left out: what was skipped there has failed. */
export const strict = ({ passed, failed, skipped }: Tally): Tally => ({
  passed,
  failed: failed + skipped,
  skipped: 0,
});

/** The last line of the output. */
export function lastLine({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
