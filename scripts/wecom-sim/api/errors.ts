/** Texts of the global error codes (developer.work.weixin.qq.com/document/path/90313). */
const TEXTS: Record<number, string> = {
  [-1]: 'system busy',
  6000: 'data version conflict',
  40001: 'invalid credential',
  40003: 'invalid userid',
  40007: 'invalid media_id',
  40008: 'invalid message type',
  40013: 'invalid corpid',
  40014: 'invalid access_token',
  40029: 'invalid code',
  40031: 'invalid userid list',
  40035: 'invalid parameter',
  40056: 'invalid agentid',
  40058: 'invalid Request Parameter',
  40063: 'some parameters are empty',
  40066: 'invalid party list',
  40068: 'invalid tag id',
  40071: 'UserTag Name Already Exist',
  40072: 'invalid tag name length',
  40096: 'invalid external userid',
  40126: 'corp tag count exceeds the limit',
  41001: 'access_token missing',
  41002: 'corpid missing',
  41004: 'secret missing',
  41008: 'missing code',
  41035: 'missing external userid',
  41049: 'missing welcome_code',
  41050: 'invalid welcome_code',
  41051: 'welcome message has been sent or chat has started',
  42001: 'access_token expired',
  42003: 'code expired',
  42014: 'invalid task_id',
  42031: 'invalid card_type',
  42045: 'missing or invalid card_action',
  43012: 'callback url of the app is not set',
  44004: 'empty content',
  45002: 'message content out of size limit',
  45009: 'api freq out of limit',
  45033: 'api concurrent out of limit',
  45035: 'concurrent operation on the same record',
  48002: 'api forbidden',
  50001: 'redirect_uri domain not trusted',
  50003: 'app disabled',
  50100: 'invalid cursor',
  60003: 'department not found',
  60011: 'no privilege to access/modify contact/party/agent',
  60020: 'not allow to access from your ip',
  60111: 'userid not found',
  60123: 'invalid party id',
  81011: 'no permission to operate the tag',
  81013: 'user & party & tag all invalid',
  82001: 'all of touser, toparty and totag are empty',
  84061: 'not external contact',
  84074: 'no permission of external contact',
  91040: 'invalid ticket type',
  301002: 'not allow operate another agent with this accesstoken',
};

/** A call that the platform refuses. `text` replaces the usual text of the code. */
export class ApiError extends Error {
  readonly errcode: number;
  constructor(errcode: number, text?: string) {
    super(text ?? TEXTS[errcode] ?? 'unknown error');
    this.name = 'ApiError';
    this.errcode = errcode;
  }
}

/** 40058 with the offending parameter named. */
export const invalidParam = (what: string): ApiError => new ApiError(40058, `invalid param '${what}'`);

/** 40058 for a value beyond its limit. */
export const tooLong = (what: string, max: number): ApiError =>
  new ApiError(40058, `${what} exceed max length ${max}. invalid Request Parameter`);
