import type { Viewer } from '@guanxi/shared/session';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { failed, fine, serve } from '../test-kit.ts';

const sdk = vi.hoisted(() => ({
  register: vi.fn(),
  getContext: vi.fn(),
  getCurExternalContact: vi.fn(),
  getCurExternalChat: vi.fn(),
}));
vi.mock('@wecom/jssdk', () => sdk);
const { currentChat, isWeCom } = await import('./wecom-client.ts');

const viewer = { corp: { wecomCorpId: 'ww1', agentId: 1000002 } } as Viewer;
const signature = { timestamp: 1, nonceStr: 'n', signature: 's' };
const signatures = (url: string) => ({ url, corp: signature, agent: { ...signature, nonceStr: 'agent' } });
const agent = 'Mozilla/5.0 Chrome/108 wxwork/4.1.36 MicroMessenger/7.0.1';

/** Registers as the SDK would: it asks for the agent's signature at once. */
function registerAsking() {
  sdk.register.mockImplementation((options) => void options.getAgentConfigSignature().catch(() => {}));
}

beforeEach(() => {
  vi.stubGlobal('navigator', { userAgent: agent });
  sdk.getContext.mockResolvedValue({ entry: 'single_chat_tools' });
  sdk.getCurExternalContact.mockResolvedValue({ userId: 'wm1' });
  registerAsking();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.clearAllMocks();
});

describe('the customer in the open chat', () => {
  it('is asked for with what the server signed, without another request', async () => {
    const sent = serve(() => fine({}));
    const given = signatures(location.href.replace(/#.*$/, ''));
    expect(await currentChat(viewer, given)).toEqual({ kind: 'customer', externalUserId: 'wm1' });
    expect(sent).toEqual([]);
    expect(sdk.register.mock.calls[0]?.[0]).toMatchObject({ corpId: 'ww1', agentId: 1000002 });
  });

  it('is signed anew when the page has another address, once for both identities', async () => {
    const sent = serve(() => fine(signatures(location.href)));
    await currentChat(viewer, signatures('https://elsewhere.example/'));
    const options = sdk.register.mock.calls[0]?.[0];
    expect(await options.getConfigSignature()).toEqual(signature);
    expect(sent).toHaveLength(1);
  });

  it('is not asked for outside of the client', async () => {
    vi.stubGlobal('navigator', { userAgent: 'Mozilla/5.0 MicroMessenger/8.0' });
    expect(isWeCom()).toBe(false);
    await expect(currentChat(viewer, null)).rejects.toMatchObject({ reason: 'outside_wecom' });
    expect(sdk.register).not.toHaveBeenCalled();
  });

  it('is given up after eight seconds of silence', async () => {
    vi.useFakeTimers();
    serve(() => fine(signatures(location.href)));
    sdk.getCurExternalContact.mockReturnValue(new Promise(() => {}));
    const asked = currentChat(viewer, null).catch((error) => error);
    await vi.advanceTimersByTimeAsync(8000);
    expect(await asked).toMatchObject({ reason: 'timeout' });
  });

  it('tells a refused page from a page opened elsewhere', async () => {
    serve(() => fine(signatures(location.href)));
    sdk.getCurExternalContact.mockReturnValue(new Promise(() => {}));
    sdk.register.mockImplementation((options) =>
      options.onAgentConfigFail({ errMsg: 'agentConfig:fail invalid url domain' }),
    );
    await expect(currentChat(viewer, null)).rejects.toMatchObject({
      reason: 'sdk_config_refused',
      errcode: 80001,
    });
    registerAsking();
    sdk.getContext.mockResolvedValue({ entry: 'group_chat_tools' });
    sdk.getCurExternalContact.mockRejectedValue({ errMsg: 'getCurExternalContact:fail without context' });
    sdk.getCurExternalChat.mockRejectedValue({ errMsg: 'getCurExternalChat:fail without context' });
    await expect(currentChat(viewer, null)).rejects.toMatchObject({
      reason: 'no_external_contact',
      entry: 'group_chat_tools',
    });
  });

  it('is a group chat where the page stands beside one', async () => {
    serve(() => fine(signatures(location.href)));
    sdk.getContext.mockResolvedValue({ entry: 'group_chat_tools' });
    sdk.getCurExternalContact.mockRejectedValue({ errMsg: 'getCurExternalContact:fail without context' });
    sdk.getCurExternalChat.mockResolvedValue({ chatId: 'wr1' });
    expect(await currentChat(viewer, null)).toEqual({ kind: 'group', chatId: 'wr1' });
    expect(sdk.register.mock.calls[0]?.[0].jsApiList).toContain('getCurExternalChat');
  });

  it('is asked for once more with new tickets when the client finds the signature wrong', async () => {
    const sent = serve(() => fine(signatures(location.href)));
    sdk.getCurExternalContact.mockReturnValueOnce(new Promise(() => {}));
    sdk.register.mockImplementationOnce((options) =>
      options.onAgentConfigFail({ errMsg: 'agentConfig:fail invalid signature', errCode: 40093 }),
    );
    expect(await currentChat(viewer, signatures(location.href.replace(/#.*$/, '')))).toEqual({
      kind: 'customer',
      externalUserId: 'wm1',
    });
    expect(sent.map(({ url }) => new URL(url, location.href).searchParams.get('renew'))).toEqual(['true']);
    sdk.getCurExternalContact.mockReturnValue(new Promise(() => {}));
    sdk.register.mockImplementation((options) =>
      options.onAgentConfigFail({ errMsg: 'agentConfig:fail invalid signature', errCode: 40093 }),
    );
    await expect(currentChat(viewer, null)).rejects.toMatchObject({ errcode: 40093 });
    expect(sdk.register).toHaveBeenCalledTimes(4);
  });

  it('shows why the signature could not be had', async () => {
    serve(() => failed('wecom.misconfigured', 502));
    sdk.getCurExternalContact.mockReturnValue(new Promise(() => {}));
    await expect(currentChat(viewer, null)).rejects.toMatchObject({ code: 'wecom.misconfigured' });
  });
});
