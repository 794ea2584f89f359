import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startEngine } from '../lib/database.ts';
import { prepareDatabase, serverEnvironment, startGuanxi } from '../lib/guanxi.ts';
import { residentMb } from '../lib/memory.ts';
import { readyLine, startProgram } from '../lib/program.ts';
import type { Benchmark } from '../lib/report.ts';
import { rounded } from '../lib/stats.ts';

/** The platform is never asked: nothing happens. */
const corp = {
  ...{ corpId: 'wwbench', agentId: 1, secret: 'unused', token: 'unused', encodingAesKey: 'u'.repeat(43) },
};
const seconds = { quick: 10, complete: 60 };
const targetMb = 150;

/** What a server takes while nothing happens. */
export const idleBench: Benchmark = {
  name: 'idle',
  about: 'memory and processor time of a server with one corp to which nothing happens',
  async run(options) {
    const engine = await startEngine(options.database);
    options.atEnd(() => engine.stop());
    const env = serverEnvironment(await engine.create('guanxi_bench'), corp, 'http://127.0.0.1:9');
    const { database } = await prepareDatabase(env);
    await database.close();
    const server = await startGuanxi(env);
    options.atEnd(() => server.program.stop());
    const bare = startProgram(join(import.meta.dirname, 'bare-koa.ts'));
    options.atEnd(() => bare.stop());
    await readyLine(bare);
    const duration = options.isQuick ? seconds.quick : seconds.complete;
    await sleep(duration * 1000);
    const [guanxi, floor] = [residentMb(server.program), residentMb(bare)];
    options.say(
      `idle on ${engine.name} after ${duration} s: ${guanxi.toFixed(0)} MB, bare Koa ${floor.toFixed(0)} MB`,
    );
    return {
      name: 'idle',
      ok: guanxi < targetMb,
      ratio: rounded(guanxi / floor),
      target: null,
      residentMb: rounded(guanxi),
      targetMb,
      bareMb: rounded(floor),
      database: options.database,
      quick: options.isQuick,
    };
  },
};
