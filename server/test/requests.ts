import type { Route } from '@guanxi/shared/contract';
import type { Browser } from './app.ts';

/** What a request names. */
export interface Subject {
  readonly customerId: number;
  readonly externalUserId: string;
  readonly followUpId: number;
  readonly tagId: string;
  readonly groupWelcomeId: number;
  readonly groupChatId: number;
  readonly chatId: string;
  readonly joinWayId: number;
  readonly wayId: number;
  readonly welcomeId: number;
  readonly fileId: number;
  readonly mobileRef: string;
  readonly memberId: number;
  readonly otherMemberId: number;
  readonly handoverId: number;
  readonly jobId: number;
  readonly runId: number;
}

interface Request {
  readonly path: string;
  readonly body?: object;
  /** The body is a file. */
  readonly file?: string;
}

/** A mark that only rows of the other company carry. */
export const mark = 'OTHERTENANT';
export const followUp = { method: 'phone', text: '内容' };
export const joinWay = (channel: string, { chatId }: { chatId: string }) => ({
  ...{ name: '入群码', channel, chatIds: [chatId], opensNewChats: false },
});
export const way = {
  name: '展位',
  memberIds: [],
  departmentIds: [1],
  skipsVerification: true,
  welcome: null,
};

/**
 * A right request of each route. `namesSubject` says whether it names a customer or what belongs to one; a route
 * that does not must answer with the caller's own data alone.
 */
export const requests: Record<
  string,
  { namesSubject: boolean; of: (subject: Subject, origin: string) => Request }
> = {
  'GET /session': { namesSubject: false, of: () => ({ path: '/session' }) },
  'PUT /session/locale': {
    namesSubject: false,
    of: () => ({ path: '/session/locale', body: { locale: 'zh-CN' } }),
  },
  'GET /jssdk/signatures': {
    namesSubject: false,
    of: (_subject, origin) => ({
      path: `/jssdk/signatures?url=${encodeURIComponent(`${origin}/sidebar`)}`,
    }),
  },
  'GET /members': { namesSubject: false, of: () => ({ path: '/members?who=all&limit=100' }) },
  'GET /departments': { namesSubject: false, of: () => ({ path: '/departments' }) },
  'GET /customer-card': {
    namesSubject: true,
    of: ({ externalUserId }) => ({ path: `/customer-card?externalUserId=${externalUserId}` }),
  },
  'GET /customers': { namesSubject: false, of: () => ({ path: '/customers?limit=100' }) },
  'POST /customer-search': {
    namesSubject: false,
    of: () => ({ path: '/customer-search', body: { search: mark, limit: 100 } }),
  },
  'GET /customers/:customerId/timeline': {
    namesSubject: true,
    of: ({ customerId }) => ({ path: `/customers/${customerId}/timeline` }),
  },
  'POST /customers/:customerId/follow-ups': {
    namesSubject: true,
    of: ({ customerId }) => ({
      path: `/customers/${customerId}/follow-ups`,
      body: { ...followUp, requestKey: 'isolation-test' },
    }),
  },
  'PUT /follow-ups/:id': {
    namesSubject: true,
    of: ({ followUpId }) => ({ path: `/follow-ups/${followUpId}`, body: followUp }),
  },
  'DELETE /follow-ups/:id': {
    namesSubject: true,
    of: ({ followUpId }) => ({ path: `/follow-ups/${followUpId}` }),
  },
  'POST /follow-ups/:id/restore': {
    namesSubject: true,
    of: ({ followUpId }) => ({ path: `/follow-ups/${followUpId}/restore`, body: {} }),
  },
  'PUT /customers/:customerId/follow-up-draft': {
    namesSubject: true,
    of: ({ customerId }) => ({
      path: `/customers/${customerId}/follow-up-draft`,
      body: { method: null, outcome: null, text: '', nextAt: null },
    }),
  },
  'DELETE /customers/:customerId/follow-up-draft': {
    namesSubject: true,
    of: ({ customerId }) => ({ path: `/customers/${customerId}/follow-up-draft` }),
  },
  'GET /group-chats': { namesSubject: false, of: () => ({ path: '/group-chats?limit=100' }) },
  'GET /group-chat-card': {
    namesSubject: true,
    of: ({ chatId }) => ({ path: `/group-chat-card?chatId=${chatId}` }),
  },
  'GET /group-chats/:groupChatId/members': {
    namesSubject: true,
    of: ({ groupChatId }) => ({ path: `/group-chats/${groupChatId}/members` }),
  },
  'GET /customers/:customerId/group-chats': {
    namesSubject: true,
    of: ({ customerId }) => ({ path: `/customers/${customerId}/group-chats` }),
  },
  'GET /join-ways': { namesSubject: false, of: () => ({ path: '/join-ways' }) },
  'POST /join-ways': {
    namesSubject: false,
    of: (subject) => ({ path: '/join-ways', body: joinWay('another', subject) }),
  },
  'PUT /join-ways/:joinWayId': {
    namesSubject: true,
    of: (subject) => ({
      path: `/join-ways/${subject.joinWayId}`,
      body: joinWay('the-first-one', subject),
    }),
  },
  'POST /join-ways/:joinWayId/retry': {
    namesSubject: true,
    of: ({ joinWayId }) => ({ path: `/join-ways/${joinWayId}/retry`, body: {} }),
  },
  'DELETE /join-ways/:joinWayId': {
    namesSubject: true,
    of: ({ joinWayId }) => ({ path: `/join-ways/${joinWayId}` }),
  },
  'GET /tag-groups': { namesSubject: false, of: () => ({ path: '/tag-groups' }) },
  'GET /customers/:customerId/tags': {
    namesSubject: true,
    of: ({ customerId }) => ({ path: `/customers/${customerId}/tags` }),
  },
  'POST /customers/:customerId/tags': {
    namesSubject: true,
    of: ({ customerId, tagId }) => ({
      path: `/customers/${customerId}/tags`,
      body: { add: [tagId], remove: [] },
    }),
  },
  'POST /customers/:customerId/tags/retry': {
    namesSubject: true,
    of: ({ customerId, tagId }) => ({
      path: `/customers/${customerId}/tags/retry`,
      body: { tagIds: [tagId] },
    }),
  },
  'POST /customers/:customerId/tags/undo': {
    namesSubject: true,
    of: ({ customerId, tagId }) => ({
      path: `/customers/${customerId}/tags/undo`,
      body: { tagIds: [tagId] },
    }),
  },
  'GET /platform-state': { namesSubject: false, of: () => ({ path: '/platform-state' }) },
  'GET /customers/:customerId/profile': {
    namesSubject: true,
    of: ({ customerId }) => ({ path: `/customers/${customerId}/profile` }),
  },
  'PATCH /customers/:customerId/profile': {
    namesSubject: true,
    of: ({ customerId, mobileRef }) => ({
      path: `/customers/${customerId}/profile`,
      body: { description: '改了', mobiles: [{ ref: mobileRef }] },
    }),
  },
  'POST /customers/:customerId/profile/retry': {
    namesSubject: true,
    of: ({ customerId }) => ({
      path: `/customers/${customerId}/profile/retry`,
      body: { fields: ['remark'] },
    }),
  },
  'POST /customers/:customerId/profile/undo': {
    namesSubject: true,
    of: ({ customerId }) => ({
      path: `/customers/${customerId}/profile/undo`,
      body: { fields: ['remark'] },
    }),
  },
  'POST /customers/:customerId/mobiles/reveal': {
    namesSubject: true,
    of: ({ customerId, mobileRef }) => ({
      path: `/customers/${customerId}/mobiles/reveal`,
      body: { ref: mobileRef },
    }),
  },
  'GET /own-installation': { namesSubject: false, of: () => ({ path: '/own-installation' }) },
  'POST /own-installation/sync': {
    namesSubject: false,
    of: () => ({ path: '/own-installation/sync', body: {} }),
  },
  'POST /own-installation/sync/losses': {
    namesSubject: true,
    of: ({ runId }) => ({ path: '/own-installation/sync/losses', body: { runId } }),
  },
  'GET /installation': { namesSubject: false, of: () => ({ path: '/installation' }) },
  'GET /id-conversion': { namesSubject: false, of: () => ({ path: '/id-conversion' }) },
  'POST /id-conversion/find': {
    namesSubject: false,
    of: () => ({ path: '/id-conversion/find', body: {} }),
  },
  'POST /id-conversion/confirm': {
    namesSubject: false,
    of: () => ({ path: '/id-conversion/confirm', body: {} }),
  },
  'GET /id-upgrade': { namesSubject: false, of: () => ({ path: '/id-upgrade' }) },
  'POST /id-upgrade/confirm': {
    namesSubject: false,
    of: () => ({ path: '/id-upgrade/confirm', body: { withoutGone: false } }),
  },
  'POST /setup-checks': { namesSubject: false, of: () => ({ path: '/setup-checks', body: {} }) },
  'GET /unhandled-events': { namesSubject: false, of: () => ({ path: '/unhandled-events' }) },
  'GET /failed-jobs': { namesSubject: false, of: () => ({ path: '/failed-jobs' }) },
  'POST /failed-jobs/replay': {
    namesSubject: false,
    of: () => ({ path: '/failed-jobs/replay', body: {} }),
  },
  'POST /failed-jobs/:id/replay': {
    namesSubject: true,
    of: ({ jobId }) => ({ path: `/failed-jobs/${jobId}/replay`, body: {} }),
  },
  'POST /sync-runs': { namesSubject: false, of: () => ({ path: '/sync-runs', body: {} }) },
  'GET /contact-ways': { namesSubject: false, of: () => ({ path: '/contact-ways?limit=100' }) },
  'GET /contact-ways/:id': { namesSubject: true, of: ({ wayId }) => ({ path: `/contact-ways/${wayId}` }) },
  'POST /contact-ways': {
    namesSubject: false,
    of: () => ({ path: '/contact-ways', body: { ...way, requestKey: 'isolation-test' } }),
  },
  'PUT /contact-ways/:id': {
    namesSubject: true,
    of: ({ wayId }) => ({ path: `/contact-ways/${wayId}`, body: way }),
  },
  'POST /contact-ways/:id/retry': {
    namesSubject: true,
    of: ({ wayId }) => ({ path: `/contact-ways/${wayId}/retry`, body: {} }),
  },
  'DELETE /contact-ways/:id': {
    namesSubject: true,
    of: ({ wayId }) => ({ path: `/contact-ways/${wayId}` }),
  },
  'POST /contact-ways/sync': { namesSubject: false, of: () => ({ path: '/contact-ways/sync', body: {} }) },
  'GET /welcome-messages': { namesSubject: false, of: () => ({ path: '/welcome-messages?limit=100' }) },
  'PUT /welcome-messages': {
    namesSubject: false,
    of: () => ({
      path: '/welcome-messages',
      body: { scope: 'corp', targetId: 0, content: { text: '欢迎' } },
    }),
  },
  'DELETE /welcome-messages/:id': {
    namesSubject: true,
    of: ({ welcomeId }) => ({ path: `/welcome-messages/${welcomeId}` }),
  },
  'GET /group-welcomes': { namesSubject: false, of: () => ({ path: '/group-welcomes' }) },
  'POST /group-welcomes': {
    namesSubject: false,
    of: () => ({
      path: '/group-welcomes',
      body: { content: { text: '欢迎进群' }, notifiesOwners: false, requestKey: 'isolation-test' },
    }),
  },
  'PUT /group-welcomes/:id': {
    namesSubject: true,
    of: ({ groupWelcomeId }) => ({
      path: `/group-welcomes/${groupWelcomeId}`,
      body: { content: { text: '欢迎' } },
    }),
  },
  'POST /group-welcomes/:id/retry': {
    namesSubject: true,
    of: ({ groupWelcomeId }) => ({ path: `/group-welcomes/${groupWelcomeId}/retry`, body: {} }),
  },
  'DELETE /group-welcomes/:id': {
    namesSubject: true,
    of: ({ groupWelcomeId }) => ({ path: `/group-welcomes/${groupWelcomeId}` }),
  },
  'POST /media-files': {
    namesSubject: false,
    of: () => ({ path: '/media-files?kind=file&name=price.txt', file: 'price list' }),
  },
  'GET /media-files/:id': { namesSubject: true, of: ({ fileId }) => ({ path: `/media-files/${fileId}` }) },
  'GET /welcome-report': { namesSubject: false, of: () => ({ path: '/welcome-report' }) },
  'GET /unassigned-customers': { namesSubject: false, of: () => ({ path: '/unassigned-customers' }) },
  'POST /unassigned-customers/refresh': {
    namesSubject: false,
    of: () => ({ path: '/unassigned-customers/refresh', body: {} }),
  },
  'GET /members/:memberId/handover-candidates': {
    namesSubject: true,
    of: ({ memberId }) => ({ path: `/members/${memberId}/handover-candidates` }),
  },
  'POST /handovers': {
    namesSubject: true,
    of: ({ memberId, otherMemberId: toMemberId }) => ({
      path: '/handovers',
      body: {
        ...{ fromMemberId: memberId, toMemberId, customers: { all: true }, withGroupChats: true },
        requestKey: 'isolation-test',
      },
    }),
  },
  'GET /handovers': { namesSubject: false, of: () => ({ path: '/handovers?limit=100' }) },
  'GET /handovers/:id': {
    namesSubject: true,
    of: ({ handoverId }) => ({ path: `/handovers/${handoverId}` }),
  },
  'GET /handovers/:id/items': {
    namesSubject: true,
    of: ({ handoverId }) => ({ path: `/handovers/${handoverId}/items` }),
  },
  'POST /handovers/:id/retry': {
    namesSubject: true,
    of: ({ handoverId }) => ({ path: `/handovers/${handoverId}/retry`, body: {} }),
  },
  'GET /message-deliveries': { namesSubject: false, of: () => ({ path: '/message-deliveries?limit=100' }) },
  'GET /statistics/customer-contact': {
    namesSubject: false,
    of: () => ({ path: '/statistics/customer-contact?from=2026-06-01&to=2026-11-27' }),
  },
  'GET /sync-runs': { namesSubject: false, of: () => ({ path: '/sync-runs?limit=100' }) },
  'GET /sync-runs/:runId/losses': {
    namesSubject: true,
    of: ({ runId }) => ({ path: `/sync-runs/${runId}/losses` }),
  },
  'POST /sync-runs/:runId/losses': {
    namesSubject: true,
    of: ({ runId }) => ({ path: `/sync-runs/${runId}/losses`, body: {} }),
  },
  'GET /my-sync': { namesSubject: false, of: () => ({ path: '/my-sync' }) },
  'GET /sync-runs/latest': { namesSubject: false, of: () => ({ path: '/sync-runs/latest' }) },
};

/** How a route is called in these tables. */
export const nameOf = (route: Route) => `${route.method} ${route.path}`;

/** Sends the right request of a route. */
export async function sendRequest(
  origin: string,
  browser: Browser,
  name: string,
  subject: Subject,
): Promise<{ status: number; body: unknown }> {
  const request = requests[name];
  if (request === undefined) {
    throw new Error(`${name} has no request in this file`);
  }
  const { path, body, file } = request.of(subject, origin);
  if (file !== undefined) {
    const response = await browser.request(`/api${path}`, { method: 'POST', body: Buffer.from(file) });
    return { status: response.status, body: await response.json() };
  }
  return browser.api(name.split(' ')[0] ?? '', path, body);
}
