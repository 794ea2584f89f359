import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startEngine } from '../lib/database.ts';
import {
  prepareDatabase,
  serverEnvironment,
  startGuanxi,
  unaskedCorp,
  unaskedPlatform,
} from '../lib/guanxi.ts';
import { residentMb } from '../lib/memory.ts';
import { readyLine, startProgram } from '../lib/program.ts';
import type { Benchmark } from '../lib/report.ts';
import { rounded } from '../lib/stats.ts';

const seconds = { quick: 10, complete: 60 };
const targetMb = 150;

/** What a server takes while nothing happens. It was started before, so Node finds what it compiled then. */
export const idleBench: Benchmark = {
  name: 'idle',
  about: 'memory and processor time of a server with one corp to which nothing happens',
  async run(options) {
    const engine = await startEngine(options.database);
    options.atEnd(() => engine.stop());
    const compiled = mkdtempSync(join(tmpdir(), 'guanxi-compiled-'));
    options.atEnd(() => rm(compiled, { recursive: true, force: true }));
    const env = {
      ...serverEnvironment(await engine.create('guanxi_bench'), unaskedCorp, unaskedPlatform),
      NODE_COMPILE_CACHE: compiled,
    };
    const { database } = await prepareDatabase(env);
    await database.close();
    await startGuanxi(env).then(({ program }) => program.stop());
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
