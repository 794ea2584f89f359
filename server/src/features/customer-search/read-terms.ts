import type { Keyring } from '../../db/keyring.ts';
import type { CustomerScope } from '../customers/scope.ts';
import { blindTerms } from './blind-tails.ts';
import type { QueryWord } from './query-rules.ts';
import type { customerTermsRepo, TermEntry, TermPlace, TermRange } from './repository.ts';
import { lookupTail } from './tail-rules.ts';
import { compareTerms, termOf } from './terms.ts';

type Repo = ReturnType<typeof customerTermsRepo>;

/** A scope of so few members has each member's own range read; a larger one has the company's read and sifted. */
const membersReadOneByOne = 16;
const wordsThatMayLead = 4;
const countedAtMost = 1_000;

/** Whose terms are read, and whether those of others are among them. */
export interface TermsToRead {
  readonly memberIds: readonly number[] | null;
  readonly isSifted: boolean;
  isVisible(entry: TermEntry): boolean;
}

/** How the terms of a scope are read. */
export function termsToRead(scope: CustomerScope): TermsToRead {
  if (scope === 'all' || scope.length <= membersReadOneByOne) {
    return { memberIds: scope === 'all' ? null : scope, isSifted: false, isVisible: () => true };
  }
  const members = new Set(scope);
  return { memberIds: null, isSifted: true, isVisible: ({ memberId }) => members.has(memberId) };
}

/** What a word is looked up by: as the tail of a phone under each key, and as a text; in the order of the index. */
export function rangesOfWord(keyring: Pick<Keyring, 'blind'>, corpId: number, word: QueryWord): TermRange[] {
  const tails = word.isTail ? blindTerms(keyring, corpId, lookupTail(word.text)) : [];
  return [
    ...tails.toSorted(compareTerms).map((term) => ({ term, isPrefix: false })),
    { term: termOf(word.text), isPrefix: true },
  ];
}

/** The next entries of ranges that follow each other in the order of the index, behind a place. */
export async function readEntries(
  repo: Repo,
  ranges: readonly TermRange[],
  memberIds: readonly number[] | null,
  after: TermPlace | null,
  limit: number,
): Promise<TermEntry[]> {
  const entries: TermEntry[] = [];
  for (const range of ranges) {
    if (entries.length < limit && !isBehind(after, range)) {
      const from = after !== null && isWithin(after, range) ? after : null;
      entries.push(...(await repo.readRange(range, memberIds, from, limit - entries.length)));
    }
  }
  return entries;
}

function isWithin(place: TermPlace, range: TermRange): boolean {
  return range.isPrefix ? place.term.startsWith(range.term) : place.term === range.term;
}

/** True when the whole range lies before the place. */
function isBehind(place: TermPlace | null, range: TermRange): boolean {
  return place !== null && !isWithin(place, range) && compareTerms(place.term, range.term) > 0;
}

/** The index of the word that the fewest terms begin with, as far as counting goes. */
export async function rarestWord(
  repo: Repo,
  words: readonly QueryWord[],
  rangesOf: (word: QueryWord) => readonly TermRange[],
): Promise<number> {
  if (words.length === 1) {
    return 0;
  }
  const totals = await Promise.all(
    words.slice(0, wordsThatMayLead).map(async (word) => {
      const counts = await Promise.all(rangesOf(word).map((range) => repo.countRange(range, countedAtMost)));
      return counts.reduce((sum, count) => sum + count, 0);
    }),
  );
  return totals.indexOf(Math.min(...totals));
}
