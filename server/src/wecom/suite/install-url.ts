export const DEFAULT_INSTALL_BASE_URL = 'https://open.work.weixin.qq.com';

export type InstallRequest = {
  suiteId: string;
  preAuthCode: string;
  /** Its host must lie under the suite's configured callback domain. */
  redirectUri: string;
  /** Letters and digits, at most 128. */
  state: string;
  baseUrl?: string | undefined;
};

/**
 * Address that installs a suite; comes back as `redirectUri?auth_code=…&expires_in=600&state=…`. No event is sent
 * about an installation that began here.
 * @throws {RangeError} the state is not one the platform accepts
 * @see https://developer.work.weixin.qq.com/document/path/90597
 */
export function installUrl(request: InstallRequest): string {
  if (!/^[A-Za-z0-9]{1,128}$/.test(request.state)) {
    throw new RangeError('state must be 1 to 128 letters and digits');
  }
  const url = new URL('/3rdapp/install', request.baseUrl ?? DEFAULT_INSTALL_BASE_URL);
  url.search = new URLSearchParams({
    suite_id: request.suiteId,
    pre_auth_code: request.preAuthCode,
    redirect_uri: request.redirectUri,
    state: request.state,
  }).toString();
  return url.href;
}
