import type { ErrorCode } from '@guanxi/shared/errors';
import { AppError } from '../../http/app-error.ts';
import type { Inbox } from '../../queue/inbox.ts';
import { lanes } from '../../queue/job.ts';
import {
  CallbackError,
  type CallbackErrorReason,
  eventLane,
  eventSubject,
  openCallback,
  parseEvent,
  plaintextDigest,
  readCallbackQuery,
  verifyUrl,
} from '../../wecom/index.ts';
import type { Installation, Installations } from '../corps/installation.ts';

/** What receiving needs of the server. */
export interface CallbackContext {
  readonly installations: Installations;
  readonly inbox: Inbox;
  readonly now: () => Date;
}

const codeOfReason: Record<CallbackErrorReason, ErrorCode> = {
  bad_request: 'callback.bad_request',
  bad_signature: 'callback.bad_signature',
  bad_cipher: 'callback.bad_cipher',
  wrong_receiver: 'callback.wrong_receiver',
  too_large: 'request.too_large',
};

/** Answers the platform's check of the callback address: the decrypted text and nothing else. */
export function answerUrlCheck(ctx: CallbackContext, wecomCorpId: string, queryString: string): string {
  const installation = requireInstallation(ctx, wecomCorpId);
  return refusing(() =>
    verifyUrl({
      query: readCallbackQuery(queryString),
      keys: installation.callbackKeys,
      receiveIds: [installation.wecomCorpId],
    }),
  );
}

/**
 * Takes a callback in. It returns only after the event is durable; whoever calls may then answer 200.
 * A database that refuses makes it throw, so that the platform sends again.
 */
export async function receiveCallback(
  ctx: CallbackContext,
  wecomCorpId: string,
  queryString: string,
  body: Buffer,
): Promise<void> {
  const installation = requireInstallation(ctx, wecomCorpId);
  const { plaintext, event } = refusing(() => {
    const opened = openCallback({
      query: readCallbackQuery(queryString),
      body,
      keys: installation.callbackKeys,
      receiveIds: [installation.wecomCorpId],
    });
    return { plaintext: opened.plaintext, event: parseEvent(opened.plaintext, ctx.now()) };
  });
  if (event.corpId !== installation.wecomCorpId) {
    throw new AppError('callback.wrong_receiver');
  }
  await ctx.inbox.receive({
    corpId: installation.corpId,
    digest: plaintextDigest(plaintext),
    subject: eventSubject(event),
    lane: eventLane(event) === 'welcome' ? lanes.welcome : lanes.event,
    plaintext,
  });
}

function requireInstallation(ctx: CallbackContext, wecomCorpId: string): Installation {
  const installation = ctx.installations.find(wecomCorpId);
  if (installation === undefined) {
    throw new AppError('session.corp_unknown');
  }
  return installation;
}

function refusing<T>(open: () => T): T {
  try {
    return open();
  } catch (error) {
    if (error instanceof CallbackError) {
      throw new AppError(codeOfReason[error.reason], { cause: error });
    }
    throw error;
  }
}
