import type { z } from 'zod';
import type { WecomSim } from '../sim.ts';
import { changeApp } from './admin-app.ts';
import { adminDirectory, adminTags } from './admin-writes.ts';
import { chatWrites } from './chat-routes.ts';
import { faultState } from './read-routes.ts';
import * as s from './schemas.ts';
import { suiteWrites } from './suite-routes.ts';
import { corpByAnyId } from './suites.ts';
import { verifyJssdk } from './verify-jssdk.ts';
import { type Result, type Write, write } from './write.ts';

const pairOf = (body: { userid: string; external_userid: string }) => ({
  userId: body.userid,
  externalUserId: body.external_userid,
});

const changeFaults = (sim: WecomSim, body: z.infer<typeof s.faultsBody>): Result => {
  const { faults } = sim;
  if (body.clear) faults.clear();
  for (const id of body.remove ?? []) faults.remove(id);
  const added = (body.add ?? []).map(({ times, corp, ...fault }) =>
    faults.add({ ...fault, ...(corp !== undefined && { corp }) }, times),
  );
  if (body.latency_ms !== undefined) faults.latencyMs = body.latency_ms;
  Object.assign(faults.push, body.push);
  if (body.push && !faults.push.hold) sim.release();
  Object.assign(faults.switches, body.switches);
  return { ids: added, ...faultState(sim) };
};

const addFriend = (sim: WecomSim, corpId: string, body: z.infer<typeof s.addFriendBody>): Result => {
  const added = sim.act.customerAdds(corpId, {
    userId: body.userid,
    externalUserId: body.external_userid,
    customer: {
      name: body.name ?? '新客户',
      ...(body.type !== undefined && { type: body.type }),
      ...(body.gender !== undefined && { gender: body.gender }),
      ...(body.company !== undefined && { corpName: body.company }),
    },
    ...{ addWay: body.add_way, state: body.state, skipVerify: body.skip_verify, initiator: body.initiator },
  });
  return {
    userid: added.userId,
    external_userid: added.externalUserId,
    welcome_code: added.welcomeCode ?? null,
  };
};

/** POST /sim/api/NAME. */
export const controlWrites = (sim: WecomSim): Record<string, Write> => {
  const corpId = (body: { corp?: string | undefined }) => body.corp ?? sim.corps[0]?.corpId ?? '';
  return {
    ...suiteWrites(sim),
    ...chatWrites(sim),
    message: write(s.messageBody, (body) => ({
      message: sim.act.sendMessage(corpId(body), {
        ...{ ...pairOf(body), from: body.from, text: body.text, msgtype: body.msgtype, body: body.body },
      }),
    })),
    'group-message': write(s.groupMessageBody, (body) => ({
      message: sim.act.sendGroupMessage(corpId(body), {
        ...{ chatId: body.chat_id, sender: body.sender, text: body.text },
        ...{ msgtype: body.msgtype, body: body.body },
      }),
    })),
    'add-friend': write(s.addFriendBody, (body) => addFriend(sim, corpId(body), body)),
    'confirm-friend': write(s.pairBody, (body) => {
      sim.act.memberConfirms(corpId(body), pairOf(body));
      return {};
    }),
    'customer-deletes': write(s.pairBody, (body) => {
      sim.act.customerDeletes(corpId(body), pairOf(body));
      return {};
    }),
    'member-deletes': write(s.pairBody, (body) => {
      sim.act.memberDeletes(corpId(body), { ...pairOf(body), byTransfer: body.by_transfer ?? false });
      return {};
    }),
    remark: write(s.remarkBody, (body) => {
      const { remark, description, remark_corp_name: remarkCorpName, remark_mobiles: remarkMobiles } = body;
      const edit = { ...pairOf(body), remark, description, remarkCorpName, remarkMobiles };
      sim.act.memberEditsRemark(corpId(body), edit);
      return {};
    }),
    tags: write(s.tagsBody, (body) => {
      const { add_tag: addTagIds, remove_tag: removeTagIds, personal_tags: personalTags } = body;
      sim.act.memberEditsTags(corpId(body), { ...pairOf(body), addTagIds, removeTagIds, personalTags });
      return {};
    }),
    'admin/tags': write(s.adminTagsBody, (body) => adminTags(sim, corpId(body), body)),
    'admin/directory': write(s.directoryBody, (body) => adminDirectory(sim, corpId(body), body)),
    'admin/app': write(s.appBody, (body) => {
      changeApp(sim, sim.world.corp(corpId(body)), body);
      return {};
    }),
    faults: write(s.faultsBody, (body) => changeFaults(sim, body)),
    clock: write(s.clockBody, (body) => {
      sim.clock.advance(body.advanceSeconds);
      return { now: sim.clock.seconds(), ahead: sim.clock.ahead() };
    }),
    callback: write(s.callbackBody, async (body) => ({ ...(await sim.setCallback(corpId(body), body.url)) })),
    drain: write(s.callbackBody.partial(), async () => {
      await sim.drain();
      return {};
    }),
    'verify-jssdk': write(s.verifyJssdkBody, (body) => ({
      ...verifyJssdk(corpByAnyId(sim, corpId(body)), sim.credentials, body),
    })),
  };
};
