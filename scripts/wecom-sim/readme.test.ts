import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { allEndpoints } from './api/endpoints.ts';
import { createFaults } from './faults.ts';
import { DEMO_CORP } from './seed/corp-options.ts';

const readme = readFileSync(join(import.meta.dirname, 'README.md'), 'utf8');

it.each(Object.entries(allEndpoints()))(
  'the README tells the state of %s with its page',
  (path, { page }) => {
    const row = readme.split('\n').find((line) => line.includes(`\`${path.replace('/cgi-bin', '')}\``));
    expect(row).toContain(String(page));
  },
);

it.each(Object.keys(createFaults().switches))('the README explains the switch %s', (name) => {
  expect(readme).toContain(`\`${name}\``);
});

it('the README prints the demo credentials as they are', () => {
  const { corpId, agentId, secret, token, encodingAesKey } = DEMO_CORP;
  for (const value of [corpId, String(agentId), secret, token, encodingAesKey])
    expect(readme).toContain(value);
});
