import type { SectionMessages } from '../index.ts';

/** The page that begins the sign-in in an ordinary browser. */
export const signInMessages = {
  'zh-CN': {
    title: '登录关系',
    intro: '用手机上的企业微信扫码，看到的和在企业微信里一样',
    choose: '选你用的应用',
    scan: '用企业微信扫码登录',
    inWecom: '从企业微信的工作台或侧边栏打开，不用扫码',
    out: '退出登录',
    outFailed: '没能退出：{cause}',
  },
  en: {
    title: 'Sign in to Guanxi',
    intro: 'Scan the code with WeCom on your phone; you see what you see in WeCom',
    choose: 'Choose the app you use',
    scan: 'Sign in with WeCom',
    inWecom: 'Opened from the workbench or the sidebar of WeCom, it needs no code',
    out: 'Sign out',
    outFailed: 'Not signed out: {cause}',
  },
} satisfies SectionMessages;
