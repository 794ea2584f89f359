import { afterAll, beforeAll, expect, it } from 'vitest';
import type { WecomSim } from './index.ts';
import { startTestSim } from './testing.ts';

let sim: WecomSim;

beforeAll(async () => {
  sim = await startTestSim();
});
afterAll(() => sim.stop());

it('leads the visitor to the desktop page', async () => {
  const response = await fetch(sim.url, { redirect: 'manual' });
  expect([response.status, response.headers.get('location')]).toEqual([302, '/desktop/']);
});

it.each([
  '/desktop/%2e%2e%2fREADME.md',
  '/desktop/..%2f..%2f..%2fbiome.json',
  '/desktop/%ff.html',
  '/main.ts',
])('serves nothing else: %s', async (path) => {
  expect((await fetch(`${sim.url}${path}`)).status).toBe(404);
});
