import { sightOf } from '../provider/view.ts';
import { findMember } from '../world/corp.ts';
import { isVisible, visibleDepartments } from '../world/scope.ts';
import type { ContactTag } from '../world/types.ts';
import type { Call, EndpointTable } from './endpoint.ts';
import { ApiError } from './errors.ts';
import { queryInt } from './params.ts';

/** A third-party app sees the tags it made itself, which none can here. */
const tagsOf = ({ app, corp }: Call): ContactTag[] =>
  app.kind === 'suite' ? [] : [...corp.contactTags.values()];

/** Everybody of a tag whom the app may see. */
export const membersOfTag = (call: Call, tag: ContactTag) =>
  tag.users.flatMap((userid) => {
    const member = findMember(call.corp, userid);
    return member && isVisible(call.corp, call.app, member) ? [member] : [];
  });

/** The tag of an id as the app may use it; undefined for any other. */
export const contactTag = (call: Call, id: number): ContactTag | undefined =>
  tagsOf(call).find((tag) => tag.tagId === id);

/** Tags of members 通讯录标签, to read only (developer.work.weixin.qq.com/document/path/90349, 90352). */
export const contactTagEndpoints: EndpointTable = {
  '/cgi-bin/tag/list': {
    ...{ page: 90352, method: 'GET', permission: 'contacts', empty: { taglist: [] } },
    handle: (call) => ({ taglist: tagsOf(call).map(({ tagId, name }) => ({ tagid: tagId, tagname: name })) }),
  },
  '/cgi-bin/tag/get': {
    ...{ page: 90349, method: 'GET', permission: 'contacts', empty: { userlist: [], partylist: [] } },
    handle(call) {
      const tag = contactTag(call, queryInt(call.query, 'tagid') ?? 0);
      if (!tag) throw new ApiError(40068);
      const visible = visibleDepartments(call.corp, call.app);
      const isNamed = sightOf(call.app).memberNames;
      return {
        tagname: tag.name,
        userlist: membersOfTag(call, tag).map(({ userid, name }) => ({
          ...{ userid, name: isNamed ? name : call.view.show(userid) },
        })),
        partylist: tag.parties.filter((id) => visible.has(id)),
      };
    },
  },
};
