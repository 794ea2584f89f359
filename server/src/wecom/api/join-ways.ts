import { z } from 'zod';
import { flag, list, maybeText, number, readAs, someText, text } from '../wire.ts';
import type { CallOptions, CorpCall } from './call.ts';

/** A way into customer chats (加入群聊). */
export type JoinWayRequest = {
  scene: 'mini-program' | 'qr-code';
  /** One to five; the next is used when one is full. */
  chatIds: readonly string[];
  /** Cut at 30 characters. */
  remark?: string | undefined;
  /** When the last chat is full, a new one opens; true unless told otherwise. */
  opensNewChats?: boolean | undefined;
  /** New chats are called name and number; at most 40 characters. */
  newChatName?: string | undefined;
  newChatNumber?: number | undefined;
  /** Comes back as `state` of those who joined; at most 30 characters. */
  state?: string | undefined;
  showsSource?: boolean | undefined;
};

export type JoinWay = {
  configId: string;
  scene: number;
  remark: string;
  opensNewChats: boolean;
  newChatName: string;
  newChatNumber: number;
  chatIds: string[];
  qrCodeUrl: string | null;
  state: string | null;
};

/**
 * @returns the way's id
 * @throws {WecomError} 41091 (`stop`): more than five chats; 41045 (`stop`): the corp's 500,000 are used up
 * @see https://developer.work.weixin.qq.com/document/path/92229
 */
export async function addJoinWay(
  call: CorpCall,
  request: JoinWayRequest,
  options?: CallOptions,
): Promise<string> {
  const api = 'externalcontact/groupchat/add_join_way';
  const answer = await call(
    { api, method: 'POST', body: joinWayBody(request) },
    { ...options, retry: options?.retry ?? 'none' },
  );
  return readAs(api, z.object({ config_id: text }), answer).config_id;
}

const joinWay = z
  .object({
    config_id: text,
    scene: number,
    remark: someText,
    auto_create_room: flag,
    room_base_name: someText,
    room_base_id: number,
    chat_id_list: list(text),
    qr_code: maybeText,
    state: maybeText,
  })
  .transform(
    (wire): JoinWay => ({
      configId: wire.config_id,
      scene: wire.scene,
      remark: wire.remark,
      opensNewChats: wire.auto_create_room,
      newChatName: wire.room_base_name,
      newChatNumber: wire.room_base_id,
      chatIds: wire.chat_id_list,
      qrCodeUrl: wire.qr_code,
      state: wire.state,
    }),
  );

/**
 * Only ways that this app made.
 * @see https://developer.work.weixin.qq.com/document/path/92229
 */
export async function getJoinWay(call: CorpCall, configId: string, options?: CallOptions): Promise<JoinWay> {
  const api = 'externalcontact/groupchat/get_join_way';
  const answer = await call({ api, method: 'POST', body: { config_id: configId } }, options);
  return readAs(api, z.object({ join_way: joinWay }), answer).join_way;
}

/**
 * Replaces everything about a way.
 * @see https://developer.work.weixin.qq.com/document/path/92229
 */
export async function updateJoinWay(
  call: CorpCall,
  configId: string,
  request: JoinWayRequest,
  options?: CallOptions,
): Promise<void> {
  const body = { config_id: configId, ...joinWayBody(request) };
  await call({ api: 'externalcontact/groupchat/update_join_way', method: 'POST', body }, options);
}

/** @see https://developer.work.weixin.qq.com/document/path/92229 */
export async function deleteJoinWay(call: CorpCall, configId: string, options?: CallOptions): Promise<void> {
  const body = { config_id: configId };
  await call({ api: 'externalcontact/groupchat/del_join_way', method: 'POST', body }, options);
}

function joinWayBody(request: JoinWayRequest) {
  return {
    scene: request.scene === 'mini-program' ? 1 : 2,
    chat_id_list: request.chatIds,
    remark: request.remark,
    auto_create_room: request.opensNewChats === undefined ? undefined : Number(request.opensNewChats),
    room_base_name: request.newChatName,
    room_base_id: request.newChatNumber,
    state: request.state,
    mark_source: request.showsSource,
  };
}
