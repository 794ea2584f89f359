import type { ProfileFieldName } from '@guanxi/shared/profile';

/** What a member notes of a customer on their relation. An absent text is empty. */
export interface ProfileValues {
  readonly remark: string;
  readonly description: string;
  readonly company: string;
  readonly mobiles: readonly string[];
}

export const profileFieldNames = ['remark', 'description', 'company', 'mobiles'] as const;

/** Whether two values of a field are the same; the order of phones counts. */
export function isSameValue(a: string | readonly string[], b: string | readonly string[]): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** The fields in which two profiles differ. */
export function differingFields(a: ProfileValues, b: ProfileValues): ProfileFieldName[] {
  return profileFieldNames.filter((field) => !isSameValue(a[field], b[field]));
}

/** A profile with some fields of another one. */
export function withFieldsOf(
  base: ProfileValues,
  other: ProfileValues,
  fields: Iterable<ProfileFieldName>,
): ProfileValues {
  return { ...base, ...Object.fromEntries([...fields].map((field) => [field, other[field]])) };
}
