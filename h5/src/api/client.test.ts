import { getCustomerCard, listMyCustomers } from '@guanxi/shared/customers';
import { updateFollowUp } from '@guanxi/shared/follow-ups';
import { listGroupChats } from '@guanxi/shared/group-chats';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { failed, fine, serve } from '../test-kit.ts';
import { loadBoot, loginUrl, readBoot, signIn, signInUrl } from './boot.ts';
import { ApiError, call, routeUrl } from './client.ts';

afterEach(() => {
  vi.unstubAllGlobals();
  sessionStorage.clear();
});

describe('a call', () => {
  it('fills the path and the query of its route, and leaves out what is empty', () => {
    expect(routeUrl(updateFollowUp, { params: { id: 7 } })).toBe('/api/follow-ups/7');
    expect(routeUrl(listGroupChats, { query: { search: '欧 阳&', cursor: undefined, limit: 30 } })).toBe(
      '/api/group-chats?search=%E6%AC%A7+%E9%98%B3%26&limit=30',
    );
  });

  it('carries the code, the reference and the platform code of a failure', async () => {
    serve(() => ({
      status: 503,
      body: { error: { code: 'wecom.limited', message: '', errcode: 45009, requestId: 'REF-1' } },
    }));
    const failure = await call(getCustomerCard, { query: { externalUserId: 'wm' } }).catch((error) => error);
    expect(failure).toBeInstanceOf(ApiError);
    expect(failure).toMatchObject({ code: 'wecom.limited', status: 503, requestId: 'REF-1', errcode: 45009 });
  });

  it('tells no connection from a strange answer', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('failed')));
    await expect(call(listMyCustomers, {})).rejects.toMatchObject({ code: 'network.offline' });
    vi.stubGlobal('fetch', async () => new Response('<h1>502</h1>', { status: 502 }));
    await expect(call(listMyCustomers, {})).rejects.toMatchObject({
      code: 'server.unavailable',
      status: 502,
    });
    vi.stubGlobal('fetch', async () => new Response('<h1>hello</h1>'));
    await expect(call(listMyCustomers, {})).rejects.toMatchObject({ code: 'server.unavailable' });
  });
});

describe('finding out who looks', () => {
  it('reads the element the server wrote, and survives a damaged one', () => {
    document.body.innerHTML = '<script type="application/json" id="guanxi-boot">{"jssdk":null}</script>';
    expect(readBoot()).toEqual({ jssdk: null });
    document.body.innerHTML = '<script type="application/json" id="guanxi-boot">{</script>';
    expect(readBoot()).toBeNull();
    document.body.innerHTML = '';
    expect(readBoot()).toBeNull();
  });

  it('asks the session route otherwise', async () => {
    serve(() => fine({ memberId: 1 }));
    expect(await loadBoot()).toEqual({ viewer: { memberId: 1 }, jssdk: null });
  });

  it('leaves for the sign-in once, then shows why it did not work', async () => {
    serve(() => failed('session.missing', 401));
    const replace = vi.spyOn(location, 'replace').mockImplementation(() => {});
    void loadBoot();
    await vi.waitFor(() => expect(replace).toHaveBeenCalledTimes(1));
    await expect(loadBoot()).rejects.toMatchObject({ code: 'session.missing' });
    expect(replace).toHaveBeenCalledTimes(1);
  });

  it('comes back to its own path', () => {
    expect(signInUrl({ pathname: '/sidebar', search: '?a=1&b=2' }, null)).toBe(
      '/auth/start?return=%2Fsidebar%3Fa%3D1%26b%3D2',
    );
  });

  it.each([
    ['ww1', '/auth/start?return=%2F&suite=ww1&corp=wp2'],
    [null, '/auth/start?return=%2F&corp=wp2'],
  ])('signs in again by the app the page was opened by: %s', (suiteId, expected) => {
    const boot = { viewer: { corp: { suiteId, wecomCorpId: 'wp2' } }, jssdk: null };
    document.body.innerHTML = `<script type="application/json" id="guanxi-boot">${JSON.stringify(boot)}</script>`;
    const replace = vi.spyOn(location, 'replace').mockImplementation(() => {});
    signIn();
    expect(replace).toHaveBeenLastCalledWith(expected);
    document.body.innerHTML = '';
  });

  it('comes back to the page that was meant, not to the one that says what went wrong', () => {
    const replace = vi.spyOn(location, 'replace').mockImplementation(() => {});
    signIn('/admin?a=1&b=2');
    expect(replace).toHaveBeenLastCalledWith('/auth/start?return=%2Fadmin%3Fa%3D1%26b%3D2');
  });

  it.each([
    [{ suiteId: 'ww1', wecomCorpId: null }, '/admin', '/auth/login?return=%2Fadmin&suite=ww1'],
    [{ suiteId: 'dk1', wecomCorpId: 'wp2' }, null, '/auth/login?suite=dk1&corp=wp2'],
    [{ suiteId: null, wecomCorpId: 'ww3' }, '/a?b=1&c', '/auth/login?return=%2Fa%3Fb%3D1%26c&corp=ww3'],
  ])('goes to the platform’s page for browsers: %o', (way, returnTo, expected) => {
    expect(loginUrl(way, returnTo)).toBe(expected);
  });
});
