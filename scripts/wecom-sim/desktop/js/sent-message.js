/** What sendChatMessage takes (developer.work.weixin.qq.com/document/path/94354), and the line that stands for it in lists. */

/** Characters of a message; what is longer is cut. */
const MOST = 4000;

const isWebAddress = (/** @type {unknown} */ url) => /^https?:\/\//i.test(String(url ?? ''));

/** What is wrong with a message of each kind. The texts but that of imgUrl are not documented. @type {Record<string, (body: any) => string | undefined>} */
const faults = {
  text: ({ content }) => (content ? undefined : 'invalid content'),
  image: ({ mediaid }) => (mediaid ? undefined : 'invalid mediaid'),
  video: ({ mediaid }) => (mediaid ? undefined : 'invalid mediaid'),
  file: ({ mediaid }) => (mediaid ? undefined : 'invalid mediaid'),
  news: ({ link }) => (isWebAddress(link) ? undefined : 'invalid link'),
  miniprogram: ({ appid, imgUrl, page }) => {
    if (!appid) return 'invalid appid';
    if (!isWebAddress(imgUrl)) return 'invalid imgUrl';
    return /\.html(\?|$)/.test(String(page ?? '')) ? undefined : 'invalid page';
  },
};

/** @type {Record<string, (body: any) => string>} */
const lines = {
  text: ({ content }) => String(content),
  image: () => '[图片]',
  video: () => '[视频]',
  file: () => '[文件]',
  news: ({ title, link }) => `[链接] ${title || link}`,
  miniprogram: ({ title }) => `[小程序] ${title ?? ''}`.trim(),
};

/**
 * @param {Record<string, any>} params of sendChatMessage
 * @returns {{text: string, msgtype: string, body: object} | {fail: string}}
 */
export const messageOf = ({ msgtype, ...params }) => {
  const faultIn = Object.hasOwn(faults, msgtype) ? faults[msgtype] : undefined;
  if (!faultIn) return { fail: 'unsupported msgtype' };
  const body = params[msgtype] ?? {};
  const fail = faultIn(body);
  return fail === undefined ? { text: lines[msgtype](body).slice(0, MOST), msgtype, body } : { fail };
};
