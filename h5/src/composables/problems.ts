import { ApiError } from '../api/client.ts';
import { ClientProblem } from '../api/wecom-client.ts';
import type { IconName } from '../components/common/icons.ts';
import type { zhCn } from '../i18n/zh-cn.ts';

/** Everything that can keep a page from showing, each with its own text under `problem.*`. */
const looks = {
  outside_wecom: { icon: 'chat', tone: 'plain', steps: 2, remedy: 'self', retry: false, signIn: false },
  not_signed_in: { icon: 'lock', tone: 'plain', steps: 2, remedy: 'self', retry: false, signIn: true },
  sdk_config_refused: { icon: 'plug', tone: 'danger', steps: 3, remedy: 'admin', retry: true, signIn: false },
  no_permission: { icon: 'lock', tone: 'danger', steps: 2, remedy: 'admin', retry: true, signIn: false },
  no_external_contact: { icon: 'chat', tone: 'plain', steps: 1, remedy: 'self', retry: true, signIn: false },
  group_chat: { icon: 'users', tone: 'plain', steps: 1, remedy: 'self', retry: true, signIn: false },
  group_chat_not_found: { icon: 'lock', tone: 'plain', steps: 0, remedy: 'self', retry: true, signIn: false },
  group_chat_hidden: { icon: 'lock', tone: 'danger', steps: 2, remedy: 'admin', retry: true, signIn: false },
  client_too_old: { icon: 'bang', tone: 'warn', steps: 1, remedy: 'self', retry: true, signIn: false },
  timeout: { icon: 'clock', tone: 'warn', steps: 0, remedy: 'self', retry: true, signIn: false },
  offline: { icon: 'plug', tone: 'warn', steps: 0, remedy: 'self', retry: true, signIn: false },
  customer_no_relation: {
    icon: 'userplus',
    tone: 'plain',
    steps: 1,
    remedy: 'self',
    retry: true,
    signIn: false,
  },
  customer_not_found: { icon: 'lock', tone: 'plain', steps: 0, remedy: 'self', retry: true, signIn: false },
  wecom_licence_missing: {
    icon: 'lock',
    tone: 'danger',
    steps: 2,
    remedy: 'admin',
    retry: true,
    signIn: false,
  },
  wecom_not_permitted: {
    icon: 'lock',
    tone: 'danger',
    steps: 2,
    remedy: 'admin',
    retry: true,
    signIn: false,
  },
  wecom_suspended: {
    icon: 'plug',
    tone: 'danger',
    steps: 2,
    remedy: 'admin',
    retry: true,
    signIn: false,
  },
  wecom_limited: { icon: 'clock', tone: 'warn', steps: 0, remedy: 'self', retry: true, signIn: false },
  wecom_unavailable: { icon: 'plug', tone: 'warn', steps: 0, remedy: 'self', retry: true, signIn: false },
  wecom_rejected: { icon: 'bang', tone: 'danger', steps: 0, remedy: 'self', retry: true, signIn: false },
  wecom_access_ended: {
    icon: 'plug',
    tone: 'danger',
    steps: 2,
    remedy: 'admin',
    retry: true,
    signIn: false,
  },
  wecom_misconfigured: {
    icon: 'plug',
    tone: 'danger',
    steps: 3,
    remedy: 'admin',
    retry: true,
    signIn: false,
  },
  session_state_mismatch: {
    icon: 'lock',
    tone: 'plain',
    steps: 0,
    remedy: 'self',
    retry: false,
    signIn: true,
  },
  session_code_rejected: {
    icon: 'lock',
    tone: 'plain',
    steps: 0,
    remedy: 'self',
    retry: false,
    signIn: true,
  },
  session_not_a_member: { icon: 'lock', tone: 'plain', steps: 1, remedy: 'self', retry: false, signIn: true },
  session_outside_range: {
    icon: 'lock',
    tone: 'plain',
    steps: 2,
    remedy: 'admin',
    retry: false,
    signIn: true,
  },
  session_corp_unknown: { icon: 'lock', tone: 'plain', steps: 1, remedy: 'self', retry: false, signIn: true },
  session_cancelled: { icon: 'lock', tone: 'plain', steps: 0, remedy: 'self', retry: false, signIn: true },
  session_too_many_attempts: {
    icon: 'clock',
    tone: 'warn',
    steps: 1,
    remedy: 'self',
    retry: false,
    signIn: true,
  },
  session_client_only: { icon: 'lock', tone: 'plain', steps: 2, remedy: 'self', retry: false, signIn: false },
  session_app_replaced: {
    icon: 'lock',
    tone: 'plain',
    steps: 1,
    remedy: 'self',
    retry: false,
    signIn: false,
  },
  access_admin_only: {
    icon: 'lock',
    tone: 'plain',
    steps: 1,
    remedy: 'self',
    retry: false,
    signIn: false,
  },
  access_manager_only: {
    icon: 'lock',
    tone: 'plain',
    steps: 1,
    remedy: 'self',
    retry: false,
    signIn: false,
  },
  not_found: { icon: 'search', tone: 'plain', steps: 0, remedy: 'self', retry: false, signIn: false },
  server_unavailable: { icon: 'plug', tone: 'warn', steps: 0, remedy: 'self', retry: true, signIn: false },
  server_unknown: { icon: 'bang', tone: 'danger', steps: 0, remedy: 'self', retry: true, signIn: false },
} as const satisfies Record<string, ProblemLook>;

interface ProblemLook {
  icon: IconName;
  tone: 'plain' | 'warn' | 'danger';
  /** How many numbered steps of remedy there are. */
  steps: number;
  /** Who can mend it. */
  remedy: 'self' | 'admin';
  retry: boolean;
  signIn: boolean;
}

export type ProblemKind = keyof typeof looks;
export const problemKinds = Object.keys(looks) as ProblemKind[];

/** A failure made ready for the reader. */
export interface Problem {
  kind: ProblemKind;
  /** The platform's code, shown behind the cause. */
  errcode: number | null;
  /** The server's reference number. */
  requestId: string | null;
  at: number;
}

export const problemLook = (kind: ProblemKind): ProblemLook => looks[kind];

/** Codes whose page is another's, or whose name differs. */
const apiKinds: Record<string, ProblemKind> = {
  'network.offline': 'offline',
  'session.missing': 'not_signed_in',
  'request.not_found': 'not_found',
  'installation.not_by_members': 'not_found',
  'request.timeout': 'server_unavailable',
};

/** Which page explains a code of the server's table. */
export function kindOfCode(code: string): ProblemKind {
  const own = code.replace('.', '_');
  return apiKinds[code] ?? (own in looks ? (own as ProblemKind) : 'server_unknown');
}

function kindOfClientProblem({ reason, entry }: ClientProblem): ProblemKind {
  const isGroup = entry?.includes('group') ?? false;
  return reason === 'no_external_contact' && isGroup ? 'group_chat' : reason;
}

/** Makes any failure explainable. */
export function problemOf(error: unknown, at: number = Date.now()): Problem {
  if (error instanceof ClientProblem) {
    return { kind: kindOfClientProblem(error), errcode: error.errcode, requestId: null, at };
  }
  if (error instanceof ApiError) {
    return { kind: kindOfCode(error.code), errcode: error.errcode, requestId: error.requestId, at };
  }
  return { kind: 'server_unknown', errcode: null, requestId: null, at };
}

/** A refusal the page knows of by itself, without asking the server. */
export function problemOfKind(kind: ProblemKind, at: number = Date.now()): Problem {
  return { kind, errcode: null, requestId: null, at };
}

type CauseKey = keyof typeof zhCn.problem.cause;

const causes: Record<string, CauseKey> = {
  'network.offline': 'offline',
  'follow_up.next_in_past': 'next_in_past',
  'follow_up.locked': 'locked',
  'follow_up.not_author': 'locked',
  'follow_up.not_found': 'gone',
  'customer.not_found': 'gone',
  'tag.not_found': 'tag_gone',
  'tag.no_change': 'gone',
  'tag.no_relation': 'not_friends',
  'group_chat.not_found': 'gone',
  'join_way.not_found': 'gone',
  'join_way.channel_taken': 'channel_taken',
  'join_way.chat_not_open': 'chat_not_open',
  'profile.no_relation': 'not_friends',
  'profile.no_change': 'gone',
  'profile.mobile_unknown': 'gone',
  'profile.remark_too_long': 'too_long',
  'profile.description_too_long': 'too_long',
  'profile.company_too_long': 'too_long',
  'profile.company_fixed': 'company_fixed',
  'profile.too_many_mobiles': 'too_many_mobiles',
  'profile.mobile_malformed': 'mobile_malformed',
  'tag.not_permitted': 'tags_not_permitted',
  'job.not_failed': 'gone',
  'sync.too_soon': 'too_soon',
  'wecom.limited': 'limited',
  'wecom.unavailable': 'unreachable',
  'wecom.rejected': 'refused',
  'wecom.licence_missing': 'no_licence',
  'access.admin_only': 'not_admin',
};

/** The message key of a cause in a few words, for a line beside what failed. */
export function causeKey(error: unknown): `problem.cause.${CauseKey}` {
  const code = error instanceof ApiError ? error.code : '';
  const cause = causes[code] ?? (code.startsWith('session.') ? 'session' : 'unknown');
  return `problem.cause.${cause}`;
}
