import type { CorpLine } from './corp.ts';

export interface Running {
  app: string;
  sim: string;
  desktop: string;
  corps: readonly CorpLine[];
}

/** The one line of `--json`. Its keys are a promise: scripts read them. */
export function jsonLine(running: Running): string {
  const corps = running.corps.map((corp) => ({
    corpId: corp.corpId,
    mode: corp.mode,
    agentId: corp.agentId,
    secret: corp.secret,
    token: corp.token,
    encodingAesKey: corp.encodingAesKey,
    callbackUrl: corp.callbackUrl,
  }));
  return JSON.stringify({ app: running.app, sim: running.sim, desktop: running.desktop, corps });
}

/** Where to click, for people. */
export function friendlyText(running: Running, dataDir: string): string {
  return `
  关系 Guanxi 已启动，请打开 · Guanxi is running, open

    ${running.desktop}

  这是模拟的企业微信：选择一位成员，与客户聊天，打开侧边栏。
  A simulated WeCom: choose a member, chat with customers, open the sidebar.

  应用 App   ${running.app}
  数据 Data  ${dataDir}

  按 Ctrl-C 停止 · Ctrl-C stops
`;
}
