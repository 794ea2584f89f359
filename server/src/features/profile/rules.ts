import type { ErrorCode } from '@guanxi/shared/errors';
import { isMobile, typedMobile } from '@guanxi/shared/mobiles';
import { type ProfileFieldName, profileLimits, type WriteFailure } from '@guanxi/shared/profile';
import type { TagState } from '@guanxi/shared/tags';
import { isSameValue, type ProfileValues, profileFieldNames } from '../customers/profile-rules.ts';

/** A phone of an edit: one that was there already, or one just typed. */
export interface EditedMobile {
  readonly number: string;
  readonly isTyped: boolean;
}

/** What a member asks for; a field left out stays as it is. */
export interface EditedProfile {
  readonly remark?: string | undefined;
  readonly description?: string | undefined;
  readonly company?: string | undefined;
  readonly mobiles?: readonly EditedMobile[] | undefined;
}

/** A change as it stands, its value readable. */
export interface StoredChange {
  readonly field: string;
  readonly value: string | readonly string[] | null;
  readonly state: string;
  readonly failure: WriteFailure | null;
}

/** A field as its member sees it. */
export interface SeenField<Value> {
  readonly value: Value;
  readonly saved: Value;
  readonly state: TagState;
  readonly failure: WriteFailure | null;
}

export type SeenProfile = { readonly [Field in ProfileFieldName]: SeenField<ProfileValues[Field]> };

/**
 * An edit in the platform's form, or why the platform would refuse it. Characters are counted, not bytes
 * or halves of surrogate pairs.
 */
export function platformEdit(
  edit: EditedProfile,
  customerType: string,
): { readonly values: Partial<ProfileValues> } | { readonly refusal: ErrorCode } {
  const values: { -readonly [Field in ProfileFieldName]?: ProfileValues[Field] } = {};
  if (edit.remark !== undefined) {
    values.remark = oneLine(edit.remark);
  }
  if (edit.description !== undefined) {
    values.description = edit.description.replaceAll('\r\n', '\n').trim();
  }
  if (edit.company !== undefined) {
    values.company = oneLine(edit.company);
  }
  if (edit.mobiles !== undefined) {
    values.mobiles = [...new Set(edit.mobiles.map((mobile) => normalMobile(mobile)))];
  }
  const refusal = refusalOf(values, edit, customerType);
  return refusal === null ? { values } : { refusal };
}

function refusalOf(
  values: Partial<ProfileValues>,
  edit: EditedProfile,
  customerType: string,
): ErrorCode | null {
  if (lengthOf(values.remark) > profileLimits.remark) {
    return 'profile.remark_too_long';
  }
  if (lengthOf(values.description) > profileLimits.description) {
    return 'profile.description_too_long';
  }
  if (values.company !== undefined && customerType === 'wecom') {
    return 'profile.company_fixed';
  }
  if (lengthOf(values.company) > profileLimits.company) {
    return 'profile.company_too_long';
  }
  const typed = (edit.mobiles ?? []).filter((mobile) => mobile.isTyped).map(normalMobile);
  if (!typed.every(isMobile)) {
    return 'profile.mobile_malformed';
  }
  // Whoever has more than that from elsewhere may still take some away.
  const isTooMany = (values.mobiles?.length ?? 0) > profileLimits.mobiles;
  return isTooMany && typed.length > 0 ? 'profile.too_many_mobiles' : null;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

function lengthOf(text = ''): number {
  return [...text].length;
}

/** What the platform gave goes back as it came. */
function normalMobile({ number, isTyped }: EditedMobile): string {
  return isTyped ? typedMobile(number) : number;
}

/**
 * What of an edit really changes something, given what the platform has.
 *
 * @param underWay - fields with a change that may be at the platform at this moment: what is wanted now must
 * follow it, whatever the platform had before
 */
export function neededFields(
  wanted: Partial<ProfileValues>,
  known: ProfileValues,
  underWay: ReadonlySet<string>,
): { needed: ProfileFieldName[]; settled: ProfileFieldName[] } {
  const named = profileFieldNames.filter((field) => wanted[field] !== undefined);
  const isNeeded = (field: ProfileFieldName) =>
    underWay.has(field) || !isSameValue(wanted[field] ?? '', known[field]);
  return { needed: named.filter(isNeeded), settled: named.filter((field) => !isNeeded(field)) };
}

/** The platform's profile with the member's own changes laid over it. */
export function mergeProfile(saved: ProfileValues, changes: readonly StoredChange[]): SeenProfile {
  const field = <Value extends string | readonly string[]>(
    name: ProfileFieldName,
    value: Value,
  ): SeenField<Value> => {
    const change = changes.find((candidate) => candidate.field === name);
    const isOver = change === undefined || change.value === null || change.state === 'done';
    // A failed change that the platform has after all did not fail.
    if (isOver || (change.state === 'failed' && isSameValue(change.value ?? '', value))) {
      return { value, saved: value, state: 'synced', failure: null };
    }
    const isFailed = change.state === 'failed';
    return {
      value: change.value as Value,
      saved: value,
      state: isFailed ? 'failed' : 'pending',
      failure: isFailed ? change.failure : null,
    };
  };
  return {
    remark: field('remark', saved.remark),
    description: field('description', saved.description),
    company: field('company', saved.company),
    mobiles: field('mobiles', saved.mobiles),
  };
}

/** What a customer is called and shown as: what is on its way counts, what failed does not. */
export function shownProfile(seen: SeenProfile): ProfileValues {
  const of = <Value>(field: SeenField<Value>) => (field.state === 'failed' ? field.saved : field.value);
  return {
    remark: of(seen.remark),
    description: of(seen.description),
    company: of(seen.company),
    mobiles: of(seen.mobiles),
  };
}
