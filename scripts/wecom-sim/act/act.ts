import type { Switches } from '../faults.ts';
import type { ChatMessage } from '../world/types.ts';
import type { World } from '../world/world.ts';
import * as admin from './admin.ts';
import * as directory from './directory.ts';
import * as friends from './friends.ts';
import * as edits from './member-edits.ts';
import type { Pair } from './pair.ts';

/** What people do, as opposed to what apps call: these cause events. */
export interface Act {
  customerAdds(corpId: string, adding: friends.Adding): friends.Added;
  memberConfirms(corpId: string, pair: Pair): void;
  customerDeletes(corpId: string, pair: Pair): void;
  memberDeletes(corpId: string, pair: Pair & { byTransfer?: boolean }): void;
  memberEditsRemark(corpId: string, edit: edits.RemarkEdit): void;
  memberEditsTags(corpId: string, edit: edits.TagEdit): void;
  sendMessage(corpId: string, saying: edits.Saying): ChatMessage;
  adminCreatesTag(corpId: string, creation: admin.TagCreation): { groupId: string; tagIds: string[] };
  adminRenamesTag(corpId: string, change: { id: string; name?: string; order?: number }): void;
  adminDeletesTag(corpId: string, target: { id: string }): void;
  adminShufflesTags(corpId: string, target: { groupId?: string }): void;
  memberLeaves(corpId: string, who: { userId: string }): void;
  memberMoves(corpId: string, move: { userId: string; departments: number[] }): void;
  departmentMoves(corpId: string, change: { id: number; parentid?: number; name?: string }): void;
}

export const createAct = (world: World, switches: Switches): Act => ({
  customerAdds: (corpId, adding) => friends.customerAdds(world, corpId, adding),
  memberConfirms: (corpId, pair) => friends.memberConfirms(world, corpId, pair),
  customerDeletes: (corpId, pair) => friends.customerDeletes(world, corpId, pair),
  memberDeletes: (corpId, pair) => friends.memberDeletes(world, corpId, pair),
  memberEditsRemark: (corpId, edit) => edits.memberEditsRemark(world, corpId, edit),
  memberEditsTags: (corpId, edit) => edits.memberEditsTags(world, corpId, edit),
  sendMessage: (corpId, saying) => edits.sendMessage(world, corpId, saying),
  adminCreatesTag: (corpId, creation) => admin.adminCreatesTag(world, corpId, creation),
  adminRenamesTag: (corpId, change) => admin.adminRenamesTag(world, corpId, change),
  adminDeletesTag: (corpId, target) => admin.adminDeletesTag(world, corpId, target),
  adminShufflesTags: (corpId, target) => admin.adminShufflesTags(world, corpId, target),
  memberLeaves: (corpId, who) => directory.memberLeaves(world, corpId, who),
  memberMoves: (corpId, move) => directory.memberMoves(world, corpId, move),
  departmentMoves: (corpId, change) => directory.departmentMoves(world, switches, corpId, change),
});
