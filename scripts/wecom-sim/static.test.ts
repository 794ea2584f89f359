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
  '/admin/%2e%2e%2fREADME.md',
  '/main.ts',
])('serves nothing else: %s', async (path) => {
  expect((await fetch(`${sim.url}${path}`)).status).toBe(404);
});

it('serves the console of a corp admin', async () => {
  const page = await fetch(`${sim.url}/admin/`);
  expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  expect((await fetch(`${sim.url}/admin/main.js`)).status).toBe(200);
});
