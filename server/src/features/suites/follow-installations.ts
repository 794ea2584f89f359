import type { Database } from '../../db/data-source.ts';
import type { Installation, Installations } from '../corps/installation.ts';
import { findActiveInstallations, findReplacedInstallations } from '../corps/save-installation.ts';
import type { Suites } from './suite.ts';
import { type ClientFactory, suiteInstallation } from './suite-installation.ts';

type ActiveInstallation = Awaited<ReturnType<typeof findActiveInstallations>>[number];

/**
 * Makes what this process serves equal to the table: another process may have installed a company,
 * ended one, or brought it back with a new code.
 */
export type FollowInstallations = () => Promise<void>;

/** Creates the follower. Calls at the same time share one look at the table. */
export function createFollowInstallations(ctx: {
  readonly database: Pick<Database, 'read'>;
  readonly suites: Suites;
  readonly installations: Installations;
  readonly clients: ClientFactory;
}): FollowInstallations {
  /** What each installation was built from: the sealed code and the reading of its authorisation. */
  const builtFrom = new Map<number, string>();
  let looking: Promise<void> | null = null;

  function dropAllBut(active: ReadonlySet<number>): void {
    for (const { appKey, corpId } of ctx.installations.all()) {
      if (ctx.suites.find(appKey) !== undefined && !active.has(corpId)) {
        ctx.installations.remove(corpId);
      }
    }
  }

  function serve(row: ActiveInstallation): void {
    const suite = ctx.suites.find(row.appKey);
    const source = `${row.sealedCode?.toString('base64')}/${row.accessReadAt?.getTime()}`;
    const isCurrent = ctx.installations.has(row.id) && builtFrom.get(row.id) === source;
    if (suite !== undefined && !isCurrent) {
      ctx.installations.put(suiteInstallation(ctx.clients, suite, row));
      builtFrom.set(row.id, source);
    }
  }

  async function look(): Promise<void> {
    const suiteIds = ctx.suites.all().map((suite) => suite.suiteId);
    if (suiteIds.length === 0) {
      return;
    }
    for (const { id, appKey, wecomCorpId, replacedBy } of await findReplacedInstallations(ctx.database)) {
      if (ctx.suites.find(appKey) === undefined) {
        ctx.installations.replace(id);
      } else if (replacedBy !== null) {
        // The same app, whose ids were upgraded.
        ctx.installations.nameAlso(replacedBy, wecomCorpId);
      }
    }
    const rows = await findActiveInstallations(ctx.database, suiteIds);
    dropAllBut(new Set(rows.map((row) => row.id)));
    rows.forEach(serve);
  }

  return () => {
    looking ??= look().finally(() => {
      looking = null;
    });
    return looking;
  };
}

/** The installation of a suite in a company; another process may have made it a moment ago. */
export async function findInstalled(
  ctx: { readonly installations: Installations; readonly followInstallations: FollowInstallations },
  suiteId: string,
  wecomCorpId: string,
): Promise<Installation | undefined> {
  if (wecomCorpId !== '' && ctx.installations.find(suiteId, wecomCorpId) === undefined) {
    await ctx.followInstallations();
  }
  return ctx.installations.find(suiteId, wecomCorpId);
}
