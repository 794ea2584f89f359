// npm test: every check and every test, on any Node from 18 on. See scripts/testing/run.ts.
import { bootstrap } from './lib/bootstrap.mjs';

await bootstrap(new URL('./testing/run.ts', import.meta.url), process.argv.slice(2));
