import { z } from 'zod';
import { defineRoute } from './contract.ts';
import { Instant } from './time.ts';

/** A calendar day in China, such as `2026-11-21`: the platform counts in those. */
export const Day = z.iso.date();

const count = z.number().int();

/** Numbers of some days added up. */
export const ContactFigures = z.object({
  /** Requests to add a customer that the member sent. */
  applied: count,
  newContacts: count,
  /** Customers chatted with, counted anew each day. */
  chats: count,
  /** Messages the member sent. */
  messages: count,
  /** Weighted by the chats of each day; null without chats. */
  replyPercentage: z.number().nullable(),
  /** Minutes until the first reply, weighted by the chats that were replied to; null without replies. */
  averageReplyMinutes: z.number().nullable(),
  /** Customers who deleted or blocked the member. */
  lost: count,
  groupChats: z.object({
    newChats: count,
    newMembers: count,
    /** On the newest of the days. */
    chats: count,
    members: count,
  }),
});
export type ContactFigures = z.output<typeof ContactFigures>;

export const CustomerContactStatistics = z.object({
  from: Day,
  to: Day,
  /** When the newest of these numbers was read from the platform; null when there are none. */
  asOf: Instant.nullable(),
  /** Why the newest reading is not whole, in the platform's words; null when it is. */
  failure: z.string().nullable(),
  /** By name. */
  members: z.array(
    ContactFigures.extend({
      member: z.object({ memberId: count, userId: z.string(), name: z.string() }),
    }),
  ),
  total: ContactFigures,
});
export type CustomerContactStatistics = z.output<typeof CustomerContactStatistics>;

/** The longest time a question may cover, in days: what the platform keeps. */
export const statisticsDaysMax = 180;

export const getCustomerContactStatistics = defineRoute({
  method: 'GET',
  path: '/statistics/customer-contact',
  summary: 'What members did with customers over some days, as WeCom counts it; both days included',
  withoutLicence: 'figures name no customer',
  query: z
    .object({ from: Day, to: Day })
    .refine(
      ({ from, to }) => from <= to && Date.parse(to) - Date.parse(from) < statisticsDaysMax * 86_400_000,
      {
        message: `from a day to the same or a later one, at most ${statisticsDaysMax} days`,
      },
    ),
  response: CustomerContactStatistics,
  errors: ['request.invalid'],
});
