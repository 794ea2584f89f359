import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import type { CallReport, TransportLogEntry } from '../wecom/index.ts';
import type { RequestReport } from './measure-requests.ts';

/** A job's run that ended. */
interface JobRunReport {
  readonly name: string;
  readonly outcome: string;
  readonly durationMs: number;
}

/** Takes down what happens. Each label has few values, known beforehand, and none names a person, a company or a secret. */
export interface Metrics {
  /** Where gauges that are read at scrape time are added; null when nobody scrapes. */
  readonly registry: Registry | null;
  /** A call of the platform as its caller saw it, its wait for a turn included. */
  recordCall(report: CallReport): void;
  /** One exchange with the platform, those that fetch a token included. */
  recordExchange(entry: TransportLogEntry): void;
  recordJobRun(report: JobRunReport): void;
  recordRequest(report: RequestReport): void;
  /** A sign-in that was refused, by the limit it reached. */
  recordSignInRefusal(limit: string): void;
}

/** For a server nobody scrapes. */
export const noMetrics: Metrics = {
  registry: null,
  recordCall: () => undefined,
  recordExchange: () => undefined,
  recordJobRun: () => undefined,
  recordRequest: () => undefined,
  recordSignInRefusal: () => undefined,
};

const second = 1000;
const quick = [0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const slow = [0.01, 0.05, 0.25, 1, 5, 30, 120, 600];

/** Counters and histograms of one process, beside Node's own (memory, event loop delay, garbage collection). */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'guanxi_' });
  const registers = [registry];
  const calls = new Counter({
    name: 'guanxi_wecom_calls_total',
    help: 'Attempts to call the platform, by what became of them',
    labelNames: ['api', 'priority', 'outcome'],
    registers,
  });
  const exchanges = new Histogram({
    name: 'guanxi_wecom_exchange_seconds',
    help: 'Requests sent to the platform, token fetches included',
    labelNames: ['api', 'result'],
    buckets: quick,
    registers,
  });
  const jobRuns = new Histogram({
    name: 'guanxi_job_run_seconds',
    help: 'Runs of jobs, by how they ended',
    labelNames: ['kind', 'outcome'],
    buckets: slow,
    registers,
  });
  const requests = new Histogram({
    name: 'guanxi_http_request_seconds',
    help: 'Requests answered, by template of the address and class of the status',
    labelNames: ['route', 'method', 'status'],
    buckets: quick,
    registers,
  });
  const signInRefusals = new Counter({
    name: 'guanxi_sign_in_refusals_total',
    help: 'Sign-ins refused for too many attempts, by the limit that was reached',
    labelNames: ['limit'],
    registers,
  });
  return {
    registry,
    recordCall: ({ api, priority, outcome }) => calls.inc({ api, priority, outcome }),
    recordExchange: ({ api, errcode, failure, durationMs }) =>
      exchanges.observe({ api, result: resultOf(errcode, failure) }, durationMs / second),
    recordJobRun: ({ name, outcome, durationMs }) =>
      jobRuns.observe({ kind: name, outcome }, durationMs / second),
    recordRequest: ({ route, method, status, durationMs }) =>
      requests.observe({ route, method, status }, durationMs / second),
    recordSignInRefusal: (limit) => signInRefusals.inc({ limit }),
  };
}

function resultOf(errcode: number | null, failure: string | null): string {
  if (errcode === 0) {
    return 'ok';
  }
  return errcode === null ? (failure ?? 'unknown') : 'refused';
}
