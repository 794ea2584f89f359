import { sightOf, viewOf } from '../provider/view.ts';
import type { Corp } from '../world/corp.ts';
import type { App } from '../world/types.ts';
import type { EventNode } from '../world/world.ts';

/** What sources that are new since 2022-08-15 get of a change in the directory. */
const IDS_ONLY = new Set([
  ...['ChangeType', 'UserID', 'NewUserID', 'Department', 'Id', 'ParentId', 'TagId'],
  ...['AddUserItems', 'DelUserItems', 'AddPartyItems', 'DelPartyItems'],
]);
const PERSONAL = new Set(['Mobile', 'Position', 'Gender', 'Alias', 'Email', 'Telephone']);

/** The name a provider's app gets: the real one, or the id. */
const nameFor = (corp: Corp, app: App, nodes: readonly EventNode[]): string | undefined => {
  const sight = sightOf(app);
  const userid = nodes.find(([name]) => name === 'UserID')?.[1];
  if (userid !== undefined) return sight.memberNames ? undefined : viewOf(corp, app).show(String(userid));
  return sight.departmentNames ? undefined : String(nodes.find(([name]) => name === 'Id')?.[1]);
};

/**
 * The nodes of a change_contact event that an app gets (developer.work.weixin.qq.com/document/path/90639): the sync
 * assistant ids only, a suite the basic fields with ids for names, a provider-developed app what it was given.
 */
export const directoryNodes = (
  corp: Corp,
  app: App,
  nodes: readonly EventNode[],
  isFull: boolean,
): EventNode[] => {
  if (!app.grant) return nodes.filter(([name]) => isFull || IDS_ONLY.has(name));
  const isByMembers = app.grant.authMode === 1;
  const hidden = sightOf(app).positions ? new Set(['Mobile', 'Gender']) : PERSONAL;
  const replaced: Record<string, string | undefined> = {
    ...{ Name: nameFor(corp, app, nodes), Department: isByMembers ? '1' : undefined },
  };
  return nodes
    .filter(([name]) => !hidden.has(name))
    .flatMap(([name, value]): EventNode[] => {
      const node: EventNode = [name, replaced[name] ?? value];
      return name === 'UserID' && app.kind === 'suite' ? [node, ['OpenUserID', value]] : [node];
    });
};

/** A change of names alone is nothing that a suite hears of. */
export const isOnlyNames = (nodes: readonly EventNode[]): boolean => {
  const kind = nodes.find(([name]) => name === 'ChangeType')?.[1];
  if (kind !== 'update_user' && kind !== 'update_party') return false;
  const rest = nodes.filter(
    ([name]) => !['ChangeType', 'UserID', 'Id', 'Name'].includes(name) && !PERSONAL.has(name),
  );
  return rest.every(([, value]) => value === undefined);
};
