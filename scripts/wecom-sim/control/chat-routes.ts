import { z } from 'zod';
import type { WecomSim } from '../sim.ts';
import { type Write, write } from './write.ts';

const corp = z.string().optional();
const chatId = z.string();

const groupBody = z.discriminatedUnion('op', [
  z.object({
    ...{ op: z.literal('create'), corp, owner: z.string(), name: z.string().optional() },
    ...{ notice: z.string().optional(), members: z.array(z.string()).optional() },
  }),
  z.object({
    ...{ op: z.literal('join'), corp, chat_id: chatId, ids: z.array(z.string()).min(1) },
    ...{ scene: z.union([z.literal(1), z.literal(2), z.literal(3)]).optional() },
    ...{ invitor: z.string().optional(), config_id: z.string().optional() },
  }),
  z.object({
    ...{ op: z.literal('leave'), corp, chat_id: chatId, ids: z.array(z.string()).min(1) },
    removed: z.boolean().optional(),
  }),
  z.object({
    ...{ op: z.literal('edit'), corp, chat_id: chatId, name: z.string().optional() },
    ...{ notice: z.string().optional(), owner: z.string().optional() },
  }),
  z.object({ op: z.literal('dismiss'), corp, chat_id: chatId }),
]);

const scanBody = z.object({
  ...{ corp, config_id: z.string(), name: z.string().min(1).optional() },
  external_userid: z.string().optional(),
});

const clickBody = z.object({
  ...{ corp, userid: z.string(), msgid: z.string(), key: z.string(), menu: z.boolean().optional() },
  selected: z.record(z.string(), z.array(z.string())).optional(),
});

const transferBody = z.object({
  ...{ corp, external_userid: z.string(), answer: z.enum(['accept', 'refuse', 'limit']) },
});

const changeGroup = (
  sim: WecomSim,
  corpId: string,
  body: z.infer<typeof groupBody>,
): Record<string, unknown> => {
  switch (body.op) {
    case 'create':
      return { chat_id: sim.act.memberCreatesGroup(corpId, body).chatId };
    case 'join':
      sim.act.peopleJoinGroup(corpId, {
        ...{ chatId: body.chat_id, ids: body.ids, scene: body.scene },
        ...{ invitor: body.invitor, configId: body.config_id },
      });
      return {};
    case 'leave':
      sim.act.peopleLeaveGroup(corpId, { chatId: body.chat_id, ids: body.ids, removed: body.removed });
      return {};
    case 'edit':
      sim.act.ownerEditsGroup(corpId, {
        ...{ chatId: body.chat_id, name: body.name, notice: body.notice, owner: body.owner },
      });
      return {};
    case 'dismiss':
      sim.act.ownerDismissesGroup(corpId, { chatId: body.chat_id });
      return {};
  }
};

/** POST /sim/api/NAME: group chats, scanned codes, cards and handovers. */
export const chatWrites = (sim: WecomSim): Record<string, Write> => {
  const corpId = (body: { corp?: string | undefined }) => body.corp ?? sim.corps[0]?.corpId ?? '';
  return {
    group: write(groupBody, (body) => changeGroup(sim, corpId(body), body)),
    scan: write(scanBody, (body) => {
      const done = sim.act.customerScans(corpId(body), {
        ...{ configId: body.config_id, externalUserId: body.external_userid },
        customer: { name: body.name ?? '新客户' },
      });
      if ('chatId' in done) return { chat_id: done.chatId };
      return {
        userid: done.userId,
        external_userid: done.externalUserId,
        welcome_code: done.welcomeCode ?? null,
      };
    }),
    'click-card': write(clickBody, (body) => {
      const { userid: userId, msgid, key, menu: isMenu, selected } = body;
      const { responseCode } = sim.act.memberClicksCard(corpId(body), {
        userId,
        msgid,
        key,
        isMenu,
        selected,
      });
      return { response_code: responseCode };
    }),
    'open-app': write(z.object({ corp, userid: z.string(), agentid: z.int() }), (body) => {
      sim.act.memberOpensApp(corpId(body), { userId: body.userid, agentId: body.agentid });
      return {};
    }),
    'answer-transfer': write(transferBody, (body) => {
      sim.act.customerAnswersTransfer(corpId(body), {
        ...{ externalUserId: body.external_userid, answer: body.answer },
      });
      return {};
    }),
  };
};
