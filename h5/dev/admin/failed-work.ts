import {
  type FailedJob,
  listFailedJobs,
  listUnhandledEvents,
  replayAllFailedJobs,
  replayFailedJob,
} from '@guanxi/shared/failed-work';
import { HOUR } from '@guanxi/shared/time';
import { MockFailure, on } from '../mock-kit.ts';

const ago = (hours: number) => new Date(Date.now() - hours * HOUR).toISOString();

const job = (id: number, name: string, subject: string, error: string | null): FailedJob => ({
  ...{ id, name, subject, error, askedAt: ago(30), failedAt: ago(id) },
});

let jobs = [
  job(
    9,
    'inbox',
    'contact:ZhangSan/wmAbCdEfGhIjKlMnOpQrStUvWxYz012345',
    'WecomError: externalcontact/get: 40001 invalid credential',
  ),
  job(5, 'push-tags', 'relation:4711', 'WecomUnavailable: externalcontact/mark_tag: timeout'),
  job(2, 'made-up-work', 'corp', null),
];

/** Failed work and unhandled events in each state of their page. */
export const failedWorkAnswers = [
  on(listFailedJobs, (world) => {
    if (world.state === 'admin-events-error') throw new MockFailure('server.unavailable');
    const items = world.state === 'admin-events-none' ? [] : jobs;
    return { items, total: items.length, nextCursor: null };
  }),
  on(listUnhandledEvents, (world) => ({
    items:
      world.state === 'admin-events-none'
        ? []
        : [
            { type: 'app.entered', times: 1204, firstAt: ago(900), lastAt: ago(1) },
            {
              type: 'unknown.customer_acquisition_something_new.long_change_type_name',
              ...{ times: 1, firstAt: ago(50), lastAt: ago(50) },
            },
          ],
  })),
  on(replayFailedJob, (_world, { params }) => {
    if (params.id === '2') throw new MockFailure('job.not_failed');
    jobs = jobs.filter(({ id }) => String(id) !== params.id);
    return {};
  }),
  on(replayAllFailedJobs, () => ({ replayed: jobs.length })),
];
