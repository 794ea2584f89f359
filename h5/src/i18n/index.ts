import type { Locale } from '@guanxi/shared/errors';
import { createI18n, type MessageContext, type MessageFunction, useI18n } from 'vue-i18n';
import { zhCn } from './zh-cn.ts';

/** Which language to speak: as asked in the address, otherwise as the client says. */
export function pickLocale(asked: string | null, languages: readonly string[]): Locale {
  const wanted = asked ?? languages[0] ?? 'zh-CN';
  return wanted.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
}

/**
 * Fills `{name}` in a message; of `one|many` it takes the side that fits `n`.
 *
 * @param value - looks a value up by name
 */
export function fill(message: string, value: (name: string) => unknown): string {
  const [one = '', many] = message.split('|');
  const side = many === undefined || Number(value('n')) === 1 ? one : many;
  return side.replace(/\{(\w+)\}/g, (_, name: string) => String(value(name) ?? ''));
}

/** Messages whose texts are functions, as the library takes them without a compiler of its own. */
type Filled<T> = { [K in keyof T]: T[K] extends string ? MessageFunction<string> : Filled<T[K]> };

function withFill<T extends object>(messages: T): Filled<T> {
  const entries = Object.entries(messages).map(([key, value]: [string, string | object]) => [
    key,
    typeof value === 'string'
      ? ({ named }: MessageContext<string>) => fill(value, (name) => named(name))
      : withFill(value),
  ]);
  return Object.fromEntries(entries) as Filled<T>;
}

/** The translator of the page. Chinese is at hand, the other language is fetched when it is spoken. */
export async function createMessages(locale: Locale) {
  const other = locale === 'en' ? (await import('./en.ts')).en : zhCn;
  return createI18n({
    legacy: false,
    locale,
    fallbackLocale: 'zh-CN',
    messages: { 'zh-CN': withFill(zhCn), en: withFill(other) },
    missingWarn: false,
    fallbackWarn: false,
  });
}

/** A tree of texts. */
export interface MessageTree {
  readonly [key: string]: string | MessageTree;
}

/** The texts of a part that is loaded on demand, in both languages. */
export type SectionMessages = Record<Locale, MessageTree>;

/**
 * The translator for a page whose texts come with it and not with the first view.
 *
 * @param name - the key below which they are found
 */
export function useSectionI18n(name: string, messages: SectionMessages) {
  const i18n = useI18n({ useScope: 'global' });
  for (const locale of ['zh-CN', 'en'] as const) {
    i18n.mergeLocaleMessage(locale, { [name]: withFill(messages[locale]) });
  }
  return i18n;
}
