import { readFileSync } from 'node:fs';
import type { Program } from './program.ts';

/** Resident memory of a process, in megabytes; NaN when it is gone, or where the system does not tell. */
export function residentMb({ child }: Program): number {
  try {
    const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
    return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) / 1024;
  } catch {
    return Number.NaN;
  }
}
