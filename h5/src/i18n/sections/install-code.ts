import type { SectionMessages } from '../index.ts';

/** The page with the code that has an app made for a company. */
export const installCodeMessages = {
  'zh-CN': {
    title: '安装「{name}」',
    intro: '请企业的管理员用手机上的企业微信扫码，确认授权',
    picture: '安装二维码',
    until: '二维码 {day} 到期',
    next: '授权后',
    s1: '服务商把应用上线',
    s2: '在企业微信的工作台打开「关系」，资料会自己同步',
  },
  en: {
    title: 'Install “{name}”',
    intro: 'An administrator of the company scans the code with WeCom on the phone and agrees',
    picture: 'QR code that installs the app',
    until: 'The code ends on {day}',
    next: 'After that',
    s1: 'The provider puts the app online',
    s2: 'Open Guanxi from the workbench of WeCom; its data arrives by itself',
  },
} satisfies SectionMessages;
