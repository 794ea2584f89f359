import type { AuthAgent, AuthEdition } from '../../wecom/index.ts';
import type { CorpAccessRow } from '../corps/stored-corp.ts';

/** Who installed and whom the app may see, as the authorisation says; nothing for an app it says nothing of. */
export function authorisedPart(
  agent: Pick<AuthAgent, 'authMode' | 'privilege'> | undefined,
): Partial<Pick<CorpAccessRow, 'authMode' | 'visibleRange'>> {
  if (agent === undefined) {
    return {};
  }
  const { privilege } = agent;
  return {
    authMode: agent.authMode,
    // Members and departments that were added to the range by name count as those of the range.
    visibleRange: {
      departmentIds: [...privilege.departmentIds, ...privilege.extraDepartmentIds],
      userIds: [...privilege.userIds, ...privilege.extraUserIds],
      tagIds: [...privilege.tagIds, ...privilege.extraTagIds],
    },
  };
}

/** The paid edition, as it is kept. */
export function editionPart(edition: AuthEdition): NonNullable<CorpAccessRow['edition']> {
  const { name, status, userLimit, until } = edition;
  return { name, status, userLimit, until: until?.toISOString() ?? null };
}
