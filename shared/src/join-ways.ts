import { z } from 'zod';
import { defineRoute } from './contract.ts';
import { MemberRef } from './member-ref.ts';
import { Instant } from './time.ts';

/** The most chats one way leads into; the next is used when one is full. */
export const chatsPerJoinWay = 5;

/** Where a way stands on its way to the platform. */
export const JoinWayState = z.enum(['pending', 'done', 'failed']);
export type JoinWayState = z.output<typeof JoinWayState>;

/** A way into customer group chats (加入群聊): a QR code that marks who came by it. */
export const JoinWay = z.object({
  id: z.number().int(),
  name: z.string(),
  /** The platform's `state`: what those who came by it are marked with. */
  channel: z.string(),
  chats: z.array(
    z.object({ chatId: z.string(), name: z.string(), memberCount: z.number().int(), isOpen: z.boolean() }),
  ),
  opensNewChats: z.boolean(),
  newChatName: z.string(),
  newChatNumber: z.number().int(),
  /** Null until the platform has made it. */
  qrCodeUrl: z.string().nullable(),
  state: JoinWayState,
  /** What is on its way or failed; null once done. */
  wanted: z.enum(['save', 'delete']),
  /** The platform's refusal. */
  failure: z.object({ errcode: z.number().int().nullable(), message: z.string() }).nullable(),
  /** How many came by it, and how many of them are still inside. */
  joinedCount: z.number().int(),
  insideCount: z.number().int(),
  createdBy: MemberRef,
  updatedAt: Instant,
});
export type JoinWay = z.output<typeof JoinWay>;

/** What an admin says of a way. Lengths are the platform's, in characters. */
export const JoinWayInput = z
  .object({
    name: z.string().trim().min(1).max(30),
    channel: z.string().trim().min(1).max(30),
    chatIds: z.array(z.string().min(1).max(64)).min(1).max(chatsPerJoinWay),
    opensNewChats: z.boolean(),
    newChatName: z.string().trim().max(40).default(''),
    newChatNumber: z.number().int().min(1).max(100_000).default(1),
  })
  .refine((input) => !input.opensNewChats || input.newChatName !== '', { path: ['newChatName'] })
  .refine((input) => new Set(input.chatIds).size === input.chatIds.length, { path: ['chatIds'] });
export type JoinWayInput = z.output<typeof JoinWayInput>;

const OneJoinWay = z.object({ joinWay: JoinWay });
const ofJoinWay = z.object({ joinWayId: z.coerce.number().int().positive() });

export const listJoinWays = defineRoute({
  method: 'GET',
  path: '/join-ways',
  summary: 'The ways into group chats, newest first',
  access: 'admin',
  response: z.object({ items: z.array(JoinWay) }),
});

export const createJoinWay = defineRoute({
  method: 'POST',
  path: '/join-ways',
  summary: 'Make a way into group chats; the platform follows in the background',
  access: 'admin',
  body: JoinWayInput,
  response: OneJoinWay,
  errors: ['join_way.channel_taken', 'join_way.chat_not_open', 'request.invalid'],
});

export const updateJoinWay = defineRoute({
  method: 'PUT',
  path: '/join-ways/:joinWayId',
  summary: 'Change a way into group chats; the platform follows in the background',
  access: 'admin',
  params: ofJoinWay,
  body: JoinWayInput,
  response: OneJoinWay,
  errors: ['join_way.not_found', 'join_way.channel_taken', 'join_way.chat_not_open', 'request.invalid'],
});

export const deleteJoinWay = defineRoute({
  method: 'DELETE',
  path: '/join-ways/:joinWayId',
  summary: 'Take a way into group chats away; its code stops working',
  access: 'admin',
  params: ofJoinWay,
  response: OneJoinWay,
  errors: ['join_way.not_found'],
});

export const retryJoinWay = defineRoute({
  method: 'POST',
  path: '/join-ways/:joinWayId/retry',
  summary: 'Send a failed change of a way again',
  access: 'admin',
  params: ofJoinWay,
  response: OneJoinWay,
  errors: ['join_way.not_found'],
});
