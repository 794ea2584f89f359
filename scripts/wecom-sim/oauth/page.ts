import { escapeHtml } from '../http.ts';
import type { Corp } from '../world/corp.ts';

const STYLE = `
:root{color-scheme:light dark;--bg:#f2f3f5;--card:#fff;--text:#1d2129;--dim:#646a73;--line:#e5e6eb}
@media(prefers-color-scheme:dark){:root{--bg:#16181c;--card:#1f2227;--text:#e8eaed;--dim:#9aa0a8;--line:#2f333a}}
*{box-sizing:border-box}body{margin:0;padding:12px 0;min-height:100vh;display:grid;place-items:center;background:var(--bg);color:var(--text);
font:14px/20px system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}
main{width:min(400px,calc(100vw - 24px));background:var(--card);border-radius:8px;padding:24px 0 8px}
h1{font-size:16px;line-height:24px;margin:0 24px}p{color:var(--dim);font-size:13px;margin:4px 24px 16px}
ul{list-style:none;margin:0;padding:0}
a{display:flex;gap:12px;align-items:center;padding:10px 24px;color:inherit;text-decoration:none;border-top:1px solid var(--line)}
a:hover,a:focus-visible{background:var(--bg);outline:none}i{font-style:normal;width:36px;height:36px;border-radius:4px;display:grid;
place-items:center;background:#2468f2;color:#fff;font-weight:500}small{display:block;color:var(--dim);font-size:12px}`;

const page = (title: string, body: string): string =>
  `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
  `<title>${escapeHtml(title)}</title><style>${STYLE}</style></head><body><main>${body}</main></body></html>`;

/** What the client shows for an authorize URL it refuses. */
export const errorPage = (message: string): string =>
  page('网页授权', `<h1>${escapeHtml(message)}</h1><p>请检查应用的可信域名和链接参数。</p>`);

/** A member without a licence opened the app of a provider. */
export const unlicensedPage = (): string =>
  page('应用未开通', '<h1>你暂时无法使用此应用</h1><p>账号没有接口许可，请联系应用服务商。</p>');

/** What the client asks for `snsapi_privateinfo`. */
export const consentPage = (
  appName: string,
  member: string,
  urlFor: (answer: 'yes' | 'no') => string,
): string =>
  page(
    '授权',
    `<h1>${escapeHtml(appName)} 申请获取</h1><p>${escapeHtml(member)}的头像、性别、手机号等个人信息</p>` +
      `<ul><li><a href="${escapeHtml(urlFor('yes'))}">同意</a></li><li><a href="${escapeHtml(urlFor('no'))}">拒绝</a></li></ul>`,
  );

const memberRows = (corp: Corp, urlFor: (userid: string) => string): string =>
  [...corp.members.values()]
    .filter((member) => member.status === 1)
    .map((member) => {
      const department = corp.departments.get(member.department[0] ?? 1)?.name ?? '';
      const note = escapeHtml([department, member.position].filter(Boolean).join(' '));
      const initial = escapeHtml([...member.name][0] ?? '');
      const href = escapeHtml(urlFor(member.userid));
      return `<li><a href="${href}"><i>${initial}</i><span>${escapeHtml(member.name)}<small>${note}</small></span></a></li>`;
    })
    .join('');

/** Outside the desktop page: which member opens the link, or scans the code of the browser login. */
export const choosePage = (
  corps: readonly Corp[],
  urlFor: (corp: Corp, userid: string) => string,
  { cancelUrl }: { cancelUrl?: string | undefined } = {},
): string => {
  const lists = corps.map(
    (corp) =>
      `<p>${escapeHtml(corp.name)}（模拟环境）</p><ul>${memberRows(corp, (userid) => urlFor(corp, userid))}</ul>`,
  );
  if (cancelUrl === undefined) return page('选择身份', `<h1>以谁的身份登录</h1>${lists.join('')}`);
  const cancel = `<ul><li><a href="${escapeHtml(cancelUrl)}">取消</a></li></ul>`;
  return page('企业微信登录', `<h1>扫码登录</h1><p>谁在扫码？</p>${lists.join('')}${cancel}`);
};

/** In a frame of the desktop page the member stands in `window.name`, so that two tabs can be two members. */
export const framePage = (fallback: string): string =>
  page('登录中', fallback).replace(
    '<style>',
    () =>
      `<script>const m=/^wecom-member:([^#]+)/.exec(window.name);if(m){const u=new URL(location.href);` +
      `u.searchParams.set('sim_user',decodeURIComponent(m[1]));location.replace(u)}</script><style>`,
  );
