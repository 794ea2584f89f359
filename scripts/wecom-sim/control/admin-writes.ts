import type { z } from 'zod';
import type { WecomSim } from '../sim.ts';
import type { adminTagsBody, directoryBody } from './schemas.ts';

/** The admin's hand on the tags. */
export const adminTags = (
  sim: WecomSim,
  corpId: string,
  body: z.infer<typeof adminTagsBody>,
): Record<string, unknown> => {
  switch (body.op) {
    case 'create': {
      const made = sim.act.adminCreatesTag(corpId, {
        ...{ groupId: body.group_id, groupName: body.group_name, tags: body.tag },
        strategyId: body.strategy_id,
      });
      return { group_id: made.groupId, tag_id: made.tagIds };
    }
    case 'rename':
      sim.act.adminRenamesTag(corpId, {
        id: body.id,
        ...(body.name !== undefined && { name: body.name }),
        ...(body.order !== undefined && { order: body.order }),
      });
      return {};
    case 'delete':
      sim.act.adminDeletesTag(corpId, { id: body.id });
      return {};
    case 'strategy': {
      const { id, parent_id: parentId, name, users, departments } = body;
      return {
        strategy_id: sim.act.adminSavesStrategy(corpId, { id, parentId, name, users, departments }).id,
      };
    }
    case 'shuffle':
      sim.act.adminShufflesTags(corpId, { groupId: body.group_id ?? '' });
      return {};
  }
};

/** The admin's hand on members and departments. */
export const adminDirectory = (
  sim: WecomSim,
  corpId: string,
  body: z.infer<typeof directoryBody>,
): Record<string, unknown> => {
  switch (body.op) {
    case 'member-leaves':
      sim.act.memberLeaves(corpId, { userId: body.userid });
      return {};
    case 'member-moves':
      sim.act.memberMoves(corpId, { userId: body.userid, departments: body.department });
      return {};
    case 'department-moves':
      sim.act.departmentMoves(corpId, {
        id: body.id,
        ...(body.parentid !== undefined && { parentid: body.parentid }),
        ...(body.name !== undefined && { name: body.name }),
      });
      return {};
    case 'member-joins':
      sim.act.memberJoins(corpId, {
        ...{ userId: body.userid, name: body.name, departments: body.department },
        ...{ position: body.position, hasFeature: body.has_feature },
      });
      return {};
    case 'member-edited':
      sim.act.memberEdited(corpId, {
        ...{ userId: body.userid, name: body.name, position: body.position },
        ...{ status: body.status, hasFeature: body.has_feature },
      });
      return {};
    case 'department-created':
      return sim.act.departmentCreated(corpId, { name: body.name, parentid: body.parentid });
    case 'department-deleted':
      sim.act.departmentDeleted(corpId, { id: body.id });
      return {};
    case 'tag-changes':
      sim.act.contactTagChanges(corpId, {
        ...{ tagId: body.tagid, name: body.name, addUsers: body.add_users, delUsers: body.del_users },
        ...{ addParties: body.add_parties, delParties: body.del_parties },
      });
      return {};
  }
};
