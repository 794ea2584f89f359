import type { ChatMessage } from '../world/types.ts';
import type { World } from '../world/world.ts';
import * as admin from './admin.ts';
import * as cards from './cards.ts';
import * as directory from './directory.ts';
import * as more from './directory-more.ts';
import * as friends from './friends.ts';
import * as groups from './groups.ts';
import * as edits from './member-edits.ts';
import type { Pair } from './pair.ts';
import * as transfers from './transfers.ts';
import * as ways from './ways.ts';

/** What people do, as opposed to what apps call: these cause events. */
export interface Act {
  customerAdds(corpId: string, adding: friends.Adding): friends.Added;
  memberConfirms(corpId: string, pair: Pair): void;
  customerDeletes(corpId: string, pair: Pair): void;
  memberDeletes(corpId: string, pair: Pair & { byTransfer?: boolean }): void;
  memberEditsRemark(corpId: string, edit: edits.RemarkEdit): void;
  memberEditsTags(corpId: string, edit: edits.TagEdit): void;
  sendMessage(corpId: string, saying: edits.Saying): ChatMessage;
  sendGroupMessage(corpId: string, saying: edits.GroupSaying): ChatMessage;
  adminCreatesTag(corpId: string, creation: admin.TagCreation): { groupId: string; tagIds: string[] };
  adminSavesStrategy(corpId: string, wish: admin.StrategyWish): { id: number };
  adminRenamesTag(corpId: string, change: { id: string; name?: string; order?: number }): void;
  adminDeletesTag(corpId: string, target: { id: string }): void;
  adminShufflesTags(corpId: string, target: { groupId?: string }): void;
  memberLeaves(corpId: string, who: { userId: string }): void;
  memberMoves(corpId: string, move: { userId: string; departments: number[] }): void;
  departmentMoves(corpId: string, change: { id: number; parentid?: number; name?: string }): void;
  memberJoins(corpId: string, joining: more.NewMember): void;
  memberEdited(corpId: string, edit: more.MemberEdit): void;
  departmentCreated(corpId: string, created: { name: string; parentid: number }): { id: number };
  departmentDeleted(corpId: string, target: { id: number }): void;
  contactTagChanges(corpId: string, change: more.ContactTagChange): void;
  memberCreatesGroup(corpId: string, creation: groups.GroupCreation): { chatId: string };
  peopleJoinGroup(corpId: string, joining: groups.Joining): void;
  peopleLeaveGroup(
    corpId: string,
    leaving: { chatId: string; ids: string[]; removed?: boolean | undefined },
  ): void;
  ownerEditsGroup(
    corpId: string,
    edit: {
      chatId: string;
      name?: string | undefined;
      notice?: string | undefined;
      owner?: string | undefined;
    },
  ): void;
  ownerDismissesGroup(corpId: string, target: { chatId: string }): void;
  customerScans(corpId: string, scan: ways.Scan): friends.Added | { chatId: string };
  memberClicksCard(corpId: string, click: cards.CardClick): { responseCode: string };
  memberOpensApp(corpId: string, opening: { userId: string; agentId: number }): void;
  customerAnswersTransfer(
    corpId: string,
    answer: { externalUserId: string; answer: 'accept' | 'refuse' | 'limit' },
  ): void;
}

export const createAct = (world: World): Act => ({
  customerAdds: (corpId, adding) => friends.customerAdds(world, corpId, adding),
  memberConfirms: (corpId, pair) => friends.memberConfirms(world, corpId, pair),
  customerDeletes: (corpId, pair) => friends.customerDeletes(world, corpId, pair),
  memberDeletes: (corpId, pair) => friends.memberDeletes(world, corpId, pair),
  memberEditsRemark: (corpId, edit) => edits.memberEditsRemark(world, corpId, edit),
  memberEditsTags: (corpId, edit) => edits.memberEditsTags(world, corpId, edit),
  sendMessage: (corpId, saying) => edits.sendMessage(world, corpId, saying),
  sendGroupMessage: (corpId, saying) => edits.sendGroupMessage(world, corpId, saying),
  adminCreatesTag: (corpId, creation) => admin.adminCreatesTag(world, corpId, creation),
  adminSavesStrategy: (corpId, wish) => admin.adminSavesStrategy(world, corpId, wish),
  adminRenamesTag: (corpId, change) => admin.adminRenamesTag(world, corpId, change),
  adminDeletesTag: (corpId, target) => admin.adminDeletesTag(world, corpId, target),
  adminShufflesTags: (corpId, target) => admin.adminShufflesTags(world, corpId, target),
  memberLeaves: (corpId, who) => directory.memberLeaves(world, corpId, who),
  memberMoves: (corpId, move) => directory.memberMoves(world, corpId, move),
  departmentMoves: (corpId, change) => directory.departmentMoves(world, corpId, change),
  memberJoins: (corpId, joining) => more.memberJoins(world, corpId, joining),
  memberEdited: (corpId, edit) => more.memberEdited(world, corpId, edit),
  departmentCreated: (corpId, created) => more.departmentCreated(world, corpId, created),
  departmentDeleted: (corpId, target) => more.departmentDeleted(world, corpId, target),
  contactTagChanges: (corpId, change) => more.contactTagChanges(world, corpId, change),
  memberCreatesGroup: (corpId, creation) => groups.memberCreatesGroup(world, corpId, creation),
  peopleJoinGroup: (corpId, joining) => groups.peopleJoinGroup(world, corpId, joining),
  peopleLeaveGroup: (corpId, leaving) => groups.peopleLeaveGroup(world, corpId, leaving),
  ownerEditsGroup: (corpId, edit) => groups.ownerEditsGroup(world, corpId, edit),
  ownerDismissesGroup: (corpId, target) => groups.ownerDismissesGroup(world, corpId, target),
  customerScans: (corpId, scan) => ways.customerScans(world, corpId, scan),
  memberClicksCard: (corpId, click) => cards.memberClicksCard(world, corpId, click),
  memberOpensApp: (corpId, opening) => cards.memberOpensApp(world, corpId, opening),
  customerAnswersTransfer: (corpId, { externalUserId, answer }) =>
    transfers.answerTransfer(world, world.corp(corpId), externalUserId, answer),
});
