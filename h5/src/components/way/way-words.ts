import type { ContactWay } from '@guanxi/shared/contact-ways';

type Translate = (key: string, values?: Record<string, unknown>) => string;

/** Codes of the platform with words of their own; see developer.work.weixin.qq.com/document/path/92228. */
const failures: Record<number, string> = {
  40098: 'memberUnusable',
  41041: 'tooManyMembers',
  41044: 'gone',
  41054: 'memberUnusable',
  84074: 'noPermission',
  84083: 'noPermission',
};

/** Why a change of a way failed, in one line. */
export function failureWords(t: Translate, failure: NonNullable<ContactWay['failure']>): string {
  if (failure.errcode === null) return t('ways.noAnswer');
  const text = t(`ways.${failures[failure.errcode] ?? 'otherFailure'}`);
  return t('ways.because', { text, code: failure.errcode });
}

/** Who stands behind a way, in one line. */
export function receivers(way: ContactWay): string {
  return [...way.members, ...way.departments].map((one) => one.name).join('、');
}
