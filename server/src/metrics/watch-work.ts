import { SECOND } from '@guanxi/shared/time';
import { Gauge, type Registry } from 'prom-client';
import type { Database } from '../db/data-source.ts';
import { type NewestRun, readNewestRuns } from '../features/sync/newest-runs.ts';
import { inboxJobName } from '../queue/inbox-subject.ts';
import { lanes } from '../queue/job.ts';
import { type JobDepth, readJobDepths } from '../queue/job-depths.ts';
import { remembered } from './remembered.ts';

/** What the gauges read. */
export interface WorkSource {
  readonly database: Pick<Database, 'read' | 'connections'>;
  readonly now: () => Date;
}

/** Companies whose running sync is shown by itself. */
const syncsAtMost = 100;
const laneNames = new Map<number, string>(Object.entries(lanes).map(([name, lane]) => [lane, name]));

/** Adds gauges of what waits: jobs, the inbox, full syncs, connections. They are read when somebody scrapes. */
export function watchWork(registry: Registry, source: WorkSource): void {
  const registers = [registry];
  const clock = () => source.now().getTime();
  const depths = remembered(() => readJobDepths(source.database.read, source.now()), clock);
  const syncs = remembered(() => readNewestRuns(source.database.read), clock);
  const gauge = (
    name: string,
    help: string,
    labelNames: string[],
    set: (gauge: Gauge<string>) => Promise<void>,
  ) =>
    new Gauge({
      name: `guanxi_${name}`,
      ...{ help, labelNames, registers },
      async collect() {
        this.reset();
        await set(this);
      },
    });

  gauge('jobs', 'Open jobs', ['kind', 'status'], async (to) => {
    for (const { name, status, count } of await depths()) {
      to.inc({ kind: name, status }, count);
    }
  });
  gauge('job_overdue_seconds', 'How long the most overdue job waits', ['kind'], async (to) => {
    for (const [name, ms] of longest(await depths(), 'waiting', 'name', 'dueSince', source.now())) {
      to.set({ kind: name }, ms / SECOND);
    }
  });
  gauge('inbox_subjects', 'Subjects whose callbacks wait to be handled', ['lane'], async (to) => {
    for (const { lane, count } of (await depths()).filter(isInbox)) {
      to.inc({ lane: laneName(lane) }, count);
    }
  });
  gauge('inbox_oldest_seconds', 'Age of the oldest callback that waits', ['lane'], async (to) => {
    const waiting = (await depths()).filter(isInbox);
    for (const [lane, ms] of longest(waiting, null, 'lane', 'askedAt', source.now())) {
      to.set({ lane: laneName(Number(lane)) }, ms / SECOND);
    }
  });
  gauge('sync_runs', 'Companies by the state of their newest full sync', ['status'], async (to) => {
    for (const { status } of await syncs()) {
      to.inc({ status });
    }
  });
  gauge('sync_progress_ratio', 'Members read by the full syncs that run', ['corp'], async (to) => {
    for (const { corpId, progress } of running(await syncs())) {
      to.set({ corp: String(corpId) }, progress);
    }
  });
  gauge('database_connections', 'Connections of the pool, and who waits for one', ['state'], async (to) => {
    for (const [state, count] of Object.entries(source.database.connections() ?? {})) {
      to.set({ state }, count);
    }
  });
}

function isInbox({ name, status }: JobDepth): boolean {
  return name === inboxJobName && status !== 'dead';
}

function running(runs: readonly NewestRun[]): NewestRun[] {
  return runs.filter((run) => run.status === 'running').slice(0, syncsAtMost);
}

function laneName(lane: number): string {
  return laneNames.get(lane) ?? 'other';
}

/** The longest time since an instant, by the value of a column, in milliseconds. */
function longest(
  depths: readonly JobDepth[],
  status: JobDepth['status'] | null,
  by: 'name' | 'lane',
  since: 'dueSince' | 'askedAt',
  now: Date,
): Map<string, number> {
  const found = new Map<string, number>();
  for (const depth of depths.filter((one) => status === null || one.status === status)) {
    const key = String(depth[by]);
    found.set(key, Math.max(found.get(key) ?? 0, now.getTime() - depth[since].getTime()));
  }
  return found;
}
