import { z } from 'zod';
import { defineRoute } from './contract.ts';
import { LicenceNeed, MemberLicenceState } from './installation.ts';
import { MySync, SyncRun } from './sync.ts';
import { Instant } from './time.ts';

const count = z.number().int();

/** What a member who installed for themselves (成员授权) may know of the installation, which no administrator has. */
export const OwnInstallation = z.object({
  /** What the provider calls its app. */
  appName: z.string(),
  /** Members of the company who installed for themselves too. Each sees their own customers only. */
  otherMembers: count,
  sync: z.object({
    /** Where the viewer's own customers stand. */
    state: MySync.shape.state,
    /** When they were last read completely; null when they never were. */
    readAt: Instant.nullable(),
    /** The newest full sync, which reads everybody's; null before the first. */
    run: SyncRun.pick({
      id: true,
      status: true,
      startedAt: true,
      finishedAt: true,
      percent: true,
      secondsLeft: true,
      failure: true,
    }).nullable(),
    /** What a run that asks did not find; null for any other. */
    losses: z
      .object({
        /** Relations of the viewer. */
        own: count,
        /** All are the viewer's, who may therefore say that it is right. */
        isAllOwn: z.boolean(),
      })
      .nullable(),
    /** From when on the viewer may ask for the next one; null while one runs. */
    startableAt: Instant.nullable(),
  }),
  licence: z.object({
    need: LicenceNeed,
    /** The end of the free trial, while one runs. */
    trialUntil: Instant.nullable(),
    state: MemberLicenceState,
    expiresAt: Instant.nullable(),
  }),
  /** Where an administrator installs the app for everybody. */
  installUrl: z.string(),
});
export type OwnInstallation = z.output<typeof OwnInstallation>;

export const getOwnInstallation = defineRoute({
  method: 'GET',
  path: '/own-installation',
  summary: 'What a member who installed for themselves may know of the installation',
  withoutLicence: 'says whether they need a licence, and shows no customer',
  response: OwnInstallation,
  errors: ['installation.not_by_members'],
});

export const startOwnSync = defineRoute({
  method: 'POST',
  path: '/own-installation/sync',
  summary:
    'Ask for a full sync where no administrator could; while one waits or runs this asks for nothing more',
  withoutLicence: 'reads what is licensed and shows no customer',
  response: z.object({}),
  errors: ['installation.not_by_members', 'sync.too_soon'],
});

export const confirmOwnLosses = defineRoute({
  method: 'POST',
  path: '/own-installation/sync/losses',
  summary: 'Let the newest full sync mark what it found lost, where all of it is the viewer’s own',
  body: z.object({ runId: z.number().int().positive() }),
  response: z.object({}),
  errors: ['installation.not_by_members', 'sync.not_found', 'sync.not_asking', 'sync.losses_of_others'],
});
