import { encryptCorpId } from '../provider/ids.ts';
import type { CallbackKeys, CallbackTarget, Provider, Suite } from '../provider/types.ts';
import { viewOf } from '../provider/view.ts';
import type { Corp } from '../world/corp.ts';
import type { App } from '../world/types.ts';

/** Who gets a push, and how it is addressed and encrypted for him (developer.work.weixin.qq.com/document/path/91144). */
export interface Receiver {
  kind: 'app' | 'command' | 'data' | 'system';
  /** Whose events they are; empty for those of a suite or a provider itself. */
  corpId: string;
  agentId: number;
  suiteId: string;
  target: CallbackTarget;
  keys: CallbackKeys;
  /** ToUserName of the envelope. */
  toUserName: string;
  /** The end of the plaintext of a POST. */
  receiveId: string;
  /** The end of the plaintext of a GET verification. */
  verifyId: string;
  /** What stands for $CORPID$ in the URL of a push; in a verification it is `verifyId`. */
  corpIdInUrl: string;
}

export const urlFor = (url: string, corpId: string): string => url.replaceAll('$CORPID$', corpId);

const targetOf = (app: App): CallbackTarget => ({
  get url() {
    return app.callbackUrl;
  },
  set url(value) {
    app.callbackUrl = value;
  },
  get verified() {
    return app.callbackVerified;
  },
  set verified(value) {
    app.callbackVerified = value;
  },
});

/** The callback of a self-built or provider-developed app: everything by the corpid as the app knows it. */
export const appReceiver = (corp: Corp, app: App): Receiver => {
  const corpId = viewOf(corp, app).corp;
  return {
    ...{ kind: 'app', corpId: corp.corpId, agentId: app.agentId, suiteId: app.grant?.suite.suiteId ?? '' },
    ...{ target: targetOf(app), keys: app, toUserName: corpId, receiveId: corpId, verifyId: corpId },
    corpIdInUrl: corpId,
  };
};

/** The command URL of a suite or the URL of a template: for the suite_id, verified for the provider. */
export const commandReceiver = (suite: Suite, corpId = ''): Receiver => ({
  ...{ kind: 'command', corpId, agentId: 0, suiteId: suite.suiteId, target: suite.command, keys: suite },
  ...{ toUserName: suite.suiteId, receiveId: suite.suiteId, verifyId: suite.provider.corpId },
  corpIdInUrl: corpId === '' ? suite.provider.corpId : encryptCorpId(suite.provider.corpId, corpId),
});

/** The data URL of a suite: for the corpid as the provider knows it, verified for the provider (path/90595). */
export const dataReceiver = (suite: Suite, corp: Corp, app: App): Receiver => {
  const corpId = viewOf(corp, app).corp;
  return {
    ...{ kind: 'data', corpId: corp.corpId, agentId: app.agentId, suiteId: suite.suiteId },
    ...{ target: suite.data, keys: suite, toUserName: corpId, receiveId: corpId },
    ...{ verifyId: suite.provider.corpId, corpIdInUrl: corpId },
  };
};

/** A data URL while it is being verified, when no corp is meant. */
export const dataVerifier = (suite: Suite): Receiver => ({
  ...commandReceiver(suite),
  ...{ kind: 'data', target: suite.data },
});

/** 系统事件接收URL: for the provider's corpid, as far as is known. */
export const systemReceiver = (provider: Provider): Receiver => ({
  ...{ kind: 'system', corpId: '', agentId: 0, suiteId: '', target: provider.system, keys: provider },
  ...{ toUserName: provider.corpId, receiveId: provider.corpId, verifyId: provider.corpId },
  corpIdInUrl: provider.corpId,
});
