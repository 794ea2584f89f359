import type { GroupWelcome } from '../world/types.ts';
import type { Call, EndpointTable } from './endpoint.ts';
import { ApiError, invalidParam, tooLong } from './errors.ts';
import { fieldsOf } from './message-body.ts';
import { optionalText, requiredText } from './params.ts';

const MOST = 100;
const MAX_TEXT_BYTES = 3000;
/** Beside the text one of these, the first that is given. */
const ATTACHMENTS = ['image', 'link', 'miniprogram', 'file', 'video'] as const;
const KEPT_AS_MEDIA = new Set(['image', 'file', 'video']);

const attachmentOf = (call: Call): Record<string, unknown> => {
  const kind = ATTACHMENTS.find((name) => call.body[name] !== undefined);
  if (!kind) return {};
  const fields = fieldsOf(call.body[kind]);
  const mediaId = optionalText(fields, 'media_id');
  const isKept = mediaId !== undefined && call.corp.media.get(mediaId, call.clock.seconds());
  if (KEPT_AS_MEDIA.has(kind) && !isKept && !(kind === 'image' && optionalText(fields, 'pic_url')))
    throw new ApiError(40007);
  if (kind === 'link' && !optionalText(fields, 'url')) throw invalidParam('link.url');
  return { [kind]: fields };
};

const contentOf = (call: Call): Record<string, unknown> => {
  const text = optionalText(fieldsOf(call.body.text), 'content') ?? '';
  if (Buffer.byteLength(text) > MAX_TEXT_BYTES) throw tooLong('text.content', MAX_TEXT_BYTES);
  const content = { ...(text !== '' && { text: { content: text } }), ...attachmentOf(call) };
  if (Object.keys(content).length === 0) throw invalidParam('text');
  return content;
};

const known = (call: Call): GroupWelcome => {
  const found = call.corp.groupWelcomes.get(requiredText(call.body, 'template_id'));
  if (!found) throw invalidParam('template_id');
  return found;
};

/** Only who made it may change it. */
const own = (call: Call): GroupWelcome => {
  const found = known(call);
  if (found.creator !== call.app.agentId) throw new ApiError(41058);
  return found;
};

const ENDPOINT = { page: 92366, method: 'POST', permission: 'group-welcome' } as const;

/** Material that group owners choose from in the client 入群欢迎语素材 (developer.work.weixin.qq.com/document/path/92366). */
export const groupWelcomeEndpoints: EndpointTable = {
  '/cgi-bin/externalcontact/group_welcome_template/add': {
    ...ENDPOINT,
    handle(call) {
      if (call.corp.groupWelcomes.size >= MOST) throw new ApiError(41055);
      const templateId = `msg${call.corp.random.text(40)}`;
      const content = contentOf(call);
      call.corp.groupWelcomes.set(templateId, { templateId, creator: call.app.agentId, content });
      return { template_id: templateId };
    },
  },
  '/cgi-bin/externalcontact/group_welcome_template/edit': {
    ...ENDPOINT,
    handle(call) {
      own(call).content = contentOf(call);
      return {};
    },
  },
  '/cgi-bin/externalcontact/group_welcome_template/get': {
    ...ENDPOINT,
    handle: (call) => known(call).content,
  },
  '/cgi-bin/externalcontact/group_welcome_template/del': {
    ...ENDPOINT,
    handle(call) {
      call.corp.groupWelcomes.delete(own(call).templateId);
      return {};
    },
  },
};
