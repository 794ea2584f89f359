import type { AppContext } from './context.ts';
import { eventHandlers } from './events.ts';
import { inboxJob } from './features/callbacks/inbox-job.ts';
import { eraseCorpJob } from './features/corps/cancel-corp.ts';
import { readInstallationJob } from './features/installation/read-installation.ts';
import { readLicencesJob } from './features/licences/read-licences.ts';
import { fullSyncJob } from './features/sync/full-sync.ts';
import { pushTagsJob } from './features/tags/push-tags.ts';
import { minding } from './platform-manners.ts';
import type { AnyJobDefinition } from './queue/job.ts';

/** LIST 3: everything that runs in the background. */
export const jobs: readonly AnyJobDefinition<AppContext>[] = [
  inboxJob(eventHandlers),
  pushTagsJob,
  fullSyncJob,
  eraseCorpJob,
  readInstallationJob,
  readLicencesJob,
].map((job: AnyJobDefinition<AppContext>) => minding(job));
