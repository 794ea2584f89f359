import type { Viewer } from '@guanxi/shared/session';
import { expect, it } from 'vitest';
import { failed, fine, serve } from '../test-kit.ts';
import { tellLocale } from './boot.ts';

const viewer = (locale: Viewer['locale']) => ({ locale }) as Viewer;

it('tells the language that is read here when the server knows another one', async () => {
  const sent = serve(() => fine({}));
  await tellLocale(viewer('zh-CN'), 'en');
  expect(sent).toEqual([{ method: 'PUT', url: '/api/session/locale', body: { locale: 'en' } }]);
});

it('says nothing when the server knows it', async () => {
  const sent = serve(() => fine({}));
  await tellLocale(viewer('en'), 'en');
  expect(sent).toEqual([]);
});

it('disturbs nobody when it cannot be told', async () => {
  serve(() => failed('server.unavailable', 503));
  await expect(tellLocale(viewer('en'), 'zh-CN')).resolves.toBeUndefined();
});
