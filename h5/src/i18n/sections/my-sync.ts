import type { SectionMessages } from '../index.ts';

/** What the customer list says while a rep's own customers are not here. */
export const mySyncMessages = {
  'zh-CN': {
    reading: '正在读取你的客户',
    readingHint: '全公司已读完 {done} / {total} 位成员，你的排在前面。\n读完会自己出现在这里。',
    readingFirst: '刚开始读，读完会自己出现在这里。',
    partly: '还在读取，客户还没有到齐',
    unlicensed: '你还没有互通账号许可',
    unlicensedHint: '企业微信因此不显示你的客户。\n请管理员激活，之后客户会自己出现。',
    refused: '企业微信没有给出你的客户',
    refusedHint: '请管理员看看你有没有「客户联系」权限。',
    not_read: '你的客户还没有读进来',
    not_readHint: '请管理员在「同步」里看看上一次为什么没完成。',
    ownHint: '看看「安装情况」里的原因，再同步一次。',
    installation: '安装',
    see: '看安装情况',
  },
  en: {
    reading: 'Your customers are being read',
    readingHint:
      '{done} of {total} members of the company are read; yours come first.\nThey appear here by themselves.',
    readingFirst: 'It has just begun. They appear here by themselves.',
    partly: 'Still reading; not all customers are here yet',
    unlicensed: 'You have no interoperability licence',
    unlicensedHint:
      'WeCom does not show your customers without one.\nAsk your admin to activate it; they appear by themselves.',
    refused: 'WeCom did not show your customers',
    refusedHint: 'Ask your admin whether you may use customer contact.',
    not_read: 'Your customers were not read yet',
    not_readHint: 'Ask your admin to see on the Sync page why the last one did not complete.',
    ownHint: 'See the cause on the Installation page, and sync again there.',
    installation: 'Install',
    see: 'See the installation',
  },
} as const satisfies SectionMessages;
