import { expect, test } from 'vitest';
import { FAILED, lastLine, NOTHING, PASSED, SKIPPED, strict, sum, tallyOf } from './tally.ts';

const report = { numPassedTests: 3, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1, testResults: [] };

test('counts are summed and skipped tests appear only when there are any', () => {
  expect(lastLine(sum([PASSED, PASSED]))).toBe('2 passed, 0 failed');
  expect(lastLine(sum([PASSED, FAILED, SKIPPED]))).toBe('1 passed, 1 failed, 1 skipped');
});

test('a report counts passed, failed, skipped and todo', () => {
  expect(tallyOf(report, 1)).toEqual({ passed: 3, failed: 1, skipped: 3 });
});

test('a file that can not be loaded is a failure', () => {
  const broken = { ...report, numFailedTests: 0, testResults: [{ status: 'failed', assertionResults: [] }] };
  expect(tallyOf(broken, 1).failed).toBe(1);
});

test('vitest failing outside of every test is a failure', () => {
  expect(tallyOf({ ...report, numFailedTests: 0 }, 1).failed).toBe(1);
  expect(tallyOf(undefined, 1)).toEqual(FAILED);
  expect(tallyOf(undefined, 0)).toEqual(NOTHING);
});

test('where nothing may be left out, skipped is failed', () => {
  expect(strict({ passed: 1, failed: 1, skipped: 2 })).toEqual({ passed: 1, failed: 3, skipped: 0 });
});
