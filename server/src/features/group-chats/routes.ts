import * as contract from '@guanxi/shared/group-chats';
import { handleRoute } from '../../http/add-route.ts';
import { requireCustomer } from '../customers/require-customer.ts';
import { type FindChatsContext, listChatsOfCustomer, listGroupChats } from './find-group-chats.ts';
import { type GroupCardContext, getGroupChatCard } from './get-group-chat-card.ts';
import { listGroupMembers } from './list-group-members.ts';

export const groupChatRoutes = [
  handleRoute(contract.listGroupChats, (ctx: FindChatsContext, { query }, { actor }) =>
    listGroupChats(ctx, actor, query),
  ),
  handleRoute(contract.getGroupChatCard, (ctx: GroupCardContext, { query }, { actor }) =>
    getGroupChatCard(ctx, actor, query.chatId),
  ),
  handleRoute(contract.listGroupMembers, (ctx: FindChatsContext, { params, query }, { actor }) =>
    listGroupMembers(ctx, actor, params.groupChatId, query),
  ),
  handleRoute(contract.listCustomerGroupChats, async (ctx: FindChatsContext, { params }, { actor }) => {
    const customer = await requireCustomer(ctx, actor, params.customerId);
    return listChatsOfCustomer(ctx, actor, customer.externalUserId);
  }),
];
