import type { Viewer } from '@guanxi/shared/session';
import type { Actor } from '../../http/session.ts';
import type { Installation } from '../corps/installation.ts';

/**
 * The signed-in member as pages get them.
 *
 * @param suiteId - the suite or template they came in by; null for a self-built app
 */
export function presentViewer(actor: Actor, installation: Installation, suiteId: string | null): Viewer {
  const { capabilities } = installation.client.access;
  return {
    memberId: actor.memberId,
    userId: actor.userId,
    name: actor.name,
    role: actor.role,
    locale: actor.locale,
    corp: {
      wecomCorpId: installation.wecomCorpId,
      suiteId,
      agentId: installation.agentId,
      name: installation.name,
      timeZone: installation.timeZone,
      isByMembers: installation.isByMembers,
      capabilities: {
        seesMemberNames: capabilities.seesMemberNames,
        seesCustomerAvatars: capabilities.seesAvatars,
        seesRemarkMobiles: capabilities.seesMobiles,
        sendsWelcome: capabilities.sendsWelcome,
        editsTags: capabilities.editsTags,
        makesContactWays: capabilities.makesContactWays,
        handsOver: capabilities.handsOver,
        handsOverResigned: capabilities.handsOverResigned,
        readsStatistics: capabilities.readsStatistics,
        needsLicence: capabilities.needsLicence,
      },
    },
  };
}
