/** A company as `npm start -- --json` prints it. Scripts read this shape: it only grows. */
export interface CorpLine {
  corpId: string;
  mode: string;
  agentId: number;
  secret: string;
  token: string;
  encodingAesKey: string;
  callbackUrl: string;
}
