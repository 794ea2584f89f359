import type { Customer } from '@guanxi/shared/customers';
import { maskMobile } from '@guanxi/shared/mobiles';
import type {
  Mobile,
  MobileEntry,
  Profile,
  ProfileEdit,
  ProfileFieldName,
  WriteFailure,
} from '@guanxi/shared/profile';
import type { TagState } from '@guanxi/shared/tags';

export type TextFieldName = Exclude<ProfileFieldName, 'mobiles'>;
/** A phone on the card: one the server knows, or one typed here a moment ago. */
export type MobileItem = Mobile | { masked: string; number: string };
/** What a field shall be. */
export type NoteValue = string | readonly MobileItem[];

/** A change that has not reached the server: still here, or refused. */
export interface LocalEdit {
  value: NoteValue;
  /** Message key of why it was not taken; null while it is being sent. */
  causeKey: string | null;
}

export type LocalEdits = ReadonlyMap<ProfileFieldName, LocalEdit>;

/** A field as the card shows it. */
export interface Note<Value> {
  value: Value;
  /** As the platform has it. */
  saved: Value;
  state: TagState;
  /** Why the platform did not take it. */
  failure: WriteFailure | null;
  /** Why the server did not. */
  causeKey: string | null;
}

export type Notes = { [Field in TextFieldName]: Note<string> } & { mobiles: Note<readonly MobileItem[]> };

/** The server's profile with the reader's own changes laid over it. */
export function mergeNotes(base: Profile, edits: LocalEdits): Notes {
  const note = <Value extends NoteValue>(
    name: ProfileFieldName,
    field: { value: Value; saved: Value; state: TagState; failure: WriteFailure | null },
  ): Note<Value> => {
    const edit = edits.get(name);
    const { saved } = field;
    if (!edit)
      return { value: field.value, saved, state: field.state, failure: field.failure, causeKey: null };
    const state = edit.causeKey ? 'failed' : 'pending';
    return { value: edit.value as Value, saved, state, failure: null, causeKey: edit.causeKey };
  };
  return {
    remark: note('remark', base.remark),
    description: note('description', base.description),
    company: note('company', base.company),
    mobiles: note<readonly MobileItem[]>('mobiles', base.mobiles),
  };
}

/** The customer as called now: what is on its way counts, what failed does not. */
export function withNotes(customer: Customer, base: Profile, edits: LocalEdits): Customer {
  const notes = mergeNotes(base, edits);
  const text = (name: TextFieldName) =>
    (notes[name].state === 'failed' ? base[name].saved : notes[name].value) || null;
  const remark = text('remark');
  return {
    ...customer,
    displayName: remark ?? customer.name,
    remark,
    description: text('description'),
    // A WeCom user's company is not ours to note.
    company: customer.type === 'wecom' ? customer.company : text('company'),
  };
}

/** A phone that was just typed. */
export function typedItem(number: string): MobileItem {
  return { masked: maskMobile(number), number };
}

function toEntry(item: MobileItem): MobileEntry {
  return 'ref' in item ? { ref: item.ref } : { number: item.number };
}

/** Changes as the server takes them. */
export function toEdit(sent: readonly (readonly [ProfileFieldName, LocalEdit])[]): ProfileEdit {
  return Object.fromEntries(
    sent.map(([field, { value }]) => [field, typeof value === 'string' ? value : value.map(toEntry)]),
  );
}

/** How many characters a text has, as the platform counts them. */
export function lengthOf(text: string): number {
  return [...text.trim()].length;
}
