// npm start: the demo company, the simulator and the server, on any Node from 18 on. See scripts/dev/start.ts.
import { bootstrap } from './lib/bootstrap.mjs';

await bootstrap(new URL('./dev/start.ts', import.meta.url), process.argv.slice(2));
