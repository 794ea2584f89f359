import { listExternalUserIds } from '../../customers/known-customers.ts';
import { listOutsiders, nextChatWithOutsiders } from '../../group-chats/chat-marks.ts';
import { isRefused, isRefusedHere, unlessRefused } from '../refusals.ts';
import { idConversionRepo } from '../repository.ts';
import { reasonOfRest } from '../rules.ts';
import { type Conversion, nothingLeft, type PageEnd, type Step } from './step.ts';

/** The platform takes 1000 and advises 200. */
const askedAtOnce = 200;
/** Each is a call of its own. */
const askedOfFormer = 20;

/**
 * Asks for the new ids of customers. The platform refuses it to a suite whose ids are the provider's already, and
 * before the company agreed to new ids; the former app is asked then.
 */
export const peopleForwardStep: Step = {
  name: 'people-forward',
  async page(conversion) {
    const { ctx, row, here } = conversion;
    if (isBehindUpgrade(conversion)) {
      return nothingLeft;
    }
    const repo = idConversionRepo(ctx.database.read, row.corpId);
    const waiting = (await repo.findUnasked(['person'], row.attempt, askedAtOnce)).map(
      ({ fromId }) => fromId,
    );
    if (waiting.length === 0) {
      return nothingLeft;
    }
    try {
      const told = await here.client.toNewExternalUserIds({ externalUserIds: waiting });
      return async (db) => {
        const write = idConversionRepo(db, row.corpId);
        await write.setNew('person', told, row.attempt);
        await write.setKept('person', waiting, { reason: 'unknown', attempt: row.attempt });
        return 'more';
      };
    } catch (error) {
      if (!isRefusedHere(error)) {
        throw error;
      }
      return (db) => noteRefusal(db, row.corpId, error.errcode);
    }
  },
};

async function noteRefusal(
  db: Parameters<PageEnd>[0],
  corpId: number,
  refusedErrcode: number | null,
): Promise<null> {
  await idConversionRepo(db, corpId).update({ refusedErrcode });
  return null;
}

/** Asks for people who are in a group chat and nobody's customer, chat by chat. */
export const outsidersForwardStep: Step = {
  name: 'outsiders-forward',
  async page(conversion, from) {
    const { ctx, row, here } = conversion;
    const { read } = ctx.database;
    const repo = idConversionRepo(read, row.corpId);
    const chat = await nextChatWithOutsiders(read, row.fromCorpId, from);
    if (chat === null || isBehindUpgrade(conversion) || (await refusedNow(ctx, row.corpId))) {
      return nothingLeft;
    }
    // Before an upgrade the app asks by the ids it still has.
    const chatId =
      here.corpId === row.fromCorpId
        ? chat.chatId
        : (await repo.findNew('chat', [chat.chatId])).get(chat.chatId);
    const known = await repo.findNew('person', chat.people);
    const waiting = chat.people.filter((id) => !known.has(id)).slice(0, askedAtOnce);
    const told =
      chatId === undefined || waiting.length === 0
        ? null
        : await unlessRefused(
            () => here.client.toNewExternalUserIds({ externalUserIds: waiting, chatId }),
            isRefusedHere,
          );
    return async (db) => {
      await idConversionRepo(db, row.corpId).setNew('person', told ?? new Map(), row.attempt);
      return chat.chatId;
    };
  },
};

/** A suite whose ids are upgraded may not ask any more; it was asked before. */
function isBehindUpgrade({ row, here }: Conversion): boolean {
  return row.proof === 'upgrade' && row.replacedAt !== null && here.client.access.mode === 'suite';
}

/** Asks the former app, one by one, who the customers of this installation are. */
export const customersBackStep: Step = {
  name: 'customers-back',
  page: (conversion, from) => pageBack(conversion, from, listExternalUserIds),
};

/** The same for people who are only in group chats. */
export const outsidersBackStep: Step = {
  name: 'outsiders-back',
  page: (conversion, from) => pageBack(conversion, from, listOutsiders),
};

async function pageBack(
  conversion: Conversion,
  from: string,
  list: typeof listExternalUserIds,
): Promise<PageEnd> {
  const { ctx, row, former } = conversion;
  if (former === null || !(await refusedNow(ctx, row.corpId))) {
    return nothingLeft;
  }
  const ids = await list(ctx.database.read, row.corpId, { after: from, limit: askedOfFormer });
  if (ids.length === 0) {
    return nothingLeft;
  }
  const known = await idConversionRepo(ctx.database.read, row.corpId).findKnownNew('person', ids);
  const told = new Map<string, string>();
  for (const externalUserId of ids.filter((id) => !known.has(id))) {
    const answer = await askFormer(conversion, externalUserId);
    if (answer === 'refused') {
      return nothingLeft;
    }
    if (answer !== null) {
      told.set(answer, externalUserId);
    }
  }
  return async (db) => {
    await idConversionRepo(db, row.corpId).setNew('person', told, row.attempt);
    return ids.at(-1) ?? null;
  };
}

/** Refusals that speak of one person: not known, or of nobody the former app sees. */
const personCodes = new Set([40_096, 84_061, 40_058]);

async function askFormer(
  { here, former }: Conversion,
  externalUserId: string,
): Promise<string | 'refused' | null> {
  const sourceAgentId = String(here.agentId);
  try {
    return await (former?.client.fromServiceExternalUserId({ externalUserId, sourceAgentId }) ?? null);
  } catch (error) {
    if (!isRefused(error)) {
      throw error;
    }
    return personCodes.has(error.errcode ?? 0) ? null : 'refused';
  }
}

/** Gives everybody whom no call named their reason. */
export const restOfPeopleStep: Step = {
  name: 'people-rest',
  async page({ ctx, row }) {
    const refused = (await idConversionRepo(ctx.database.read, row.corpId).find())?.refusedErrcode ?? null;
    return async (db) => {
      const kept = { reason: reasonOfRest(refused), attempt: row.attempt };
      await idConversionRepo(db, row.corpId).setRest('person', kept);
      return null;
    };
  },
};

async function refusedNow(ctx: Conversion['ctx'], corpId: number): Promise<boolean> {
  return (await idConversionRepo(ctx.database.read, corpId).find())?.refusedErrcode != null;
}
