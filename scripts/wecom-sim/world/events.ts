import type { Corp } from './corp.ts';
import type { App, TagGroup } from './types.ts';
import type { PlatformEvent, World } from './world.ts';

type Pair = { userid: string; externalUserId: string };

/** change_external_contact in the documented node order (developer.work.weixin.qq.com/document/path/92130). */
export const emitContactEvent = (
  world: World,
  corp: Corp,
  changeType: string,
  { userid, externalUserId }: Pair,
  extra: PlatformEvent['nodes'] = [],
  causedBy?: App,
): void => {
  world.emit({
    corpId: corp.corpId,
    event: 'change_external_contact',
    nodes: [['ChangeType', changeType], ['UserID', userid], ['ExternalUserID', externalUserId], ...extra],
    at: world.clock.seconds(),
    subject: `${userid} ${externalUserId}`,
    userid,
    ...(causedBy && { causedBy }),
  });
};

/** What a tag event is about: a tag, a group, or with a shuffle and no id all groups. */
type TagSubject = { id: string; group: TagGroup | undefined; tagType?: 'tag' | 'tag_group' };

/**
 * change_external_tag: Id and TagType stand before ChangeType; a shuffle has no TagType. StrategyId is for the system
 * app alone (path/92130).
 */
export const emitTagEvent = (
  world: World,
  corp: Corp,
  changeType: 'create' | 'update' | 'delete' | 'shuffle',
  { id, group, tagType }: TagSubject,
  causedBy?: App,
): void => {
  world.emit({
    corpId: corp.corpId,
    event: 'change_external_tag',
    nodes: [
      ['Id', id],
      ['TagType', tagType],
      ['ChangeType', changeType],
      ['StrategyId', group?.strategyId === undefined ? undefined : String(group.strategyId)],
    ],
    at: world.clock.seconds(),
    subject: 'tags',
    ...(causedBy && { causedBy }),
  });
};

/** change_contact as the sync assistant sends it (path/90970, 90971). */
export const emitDirectoryEvent = (
  world: World,
  corp: Corp,
  changeType: string,
  nodes: PlatformEvent['nodes'],
  subject: string,
): void => {
  world.emit({
    corpId: corp.corpId,
    event: 'change_contact',
    nodes: [['ChangeType', changeType], ...nodes],
    at: world.clock.seconds(),
    subject,
  });
};
