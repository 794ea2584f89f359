// Run by npm with the fetched packages first in PATH: prints where Node and pnpm are.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const pnpm = (process.env.PATH ?? '')
  .split(delimiter)
  .map((folder) => join(folder, '..', 'pnpm', 'bin', 'pnpm.mjs'))
  .find((file) => existsSync(file));

process.stdout.write(`${JSON.stringify({ node: process.execPath, pnpm })}\n`);
