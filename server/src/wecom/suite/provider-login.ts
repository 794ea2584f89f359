import { z } from 'zod';
import { flag, list, maybeText, number, text } from '../wire.ts';

/** Who came from a corp's admin console. */
export type ProviderLogin = {
  corpId: string;
  role: 'creator' | 'admin' | 'external-admin' | 'scoped-admin' | 'member';
  userId: string;
  openUserId: string | null;
  name: string | null;
  avatar: string | null;
  /** Apps of the provider in that corp. */
  agents: { agentId: string; manages: boolean }[];
  /** Departments in the person's charge. */
  departments: { departmentId: number; writable: boolean }[];
};

const ROLES = ['creator', 'admin', 'external-admin', 'scoped-admin', 'member'] as const;

export const providerLogin = z
  .object({
    usertype: number,
    user_info: z.object({ userid: text, open_userid: maybeText, name: maybeText, avatar: maybeText }),
    corp_info: z.object({ corpid: text }),
    agent: list(z.object({ agentid: text, auth_type: number })),
    auth_info: z.object({ department: list(z.object({ id: number, writable: flag })) }).nullish(),
  })
  .transform(
    (wire): ProviderLogin => ({
      corpId: wire.corp_info.corpid,
      // An unknown kind of user is given the least.
      role: ROLES[wire.usertype - 1] ?? 'member',
      userId: wire.user_info.userid,
      openUserId: wire.user_info.open_userid,
      name: wire.user_info.name,
      avatar: wire.user_info.avatar,
      agents: wire.agent.map((agent) => ({ agentId: agent.agentid, manages: agent.auth_type === 1 })),
      departments: (wire.auth_info?.department ?? []).map((department) => ({
        departmentId: department.id,
        writable: department.writable,
      })),
    }),
  );
