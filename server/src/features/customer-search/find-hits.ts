import type { Database } from '../../db/data-source.ts';
import type { Keyring } from '../../db/keyring.ts';
import { AppError } from '../../http/app-error.ts';
import type { CustomerScope } from '../customers/scope.ts';
import { relationsOfSameCustomers, type SearchableRelation } from '../customers/searchable-relations.ts';
import { blindMark } from './blind-tails.ts';
import type { QueryWord } from './query-rules.ts';
import { rangesOfWord, rarestWord, readEntries, termsToRead } from './read-terms.ts';
import { customerTermsRepo, type TermEntry, type TermPlace } from './repository.ts';
import type { SearchPlace } from './search-cursor.ts';
import { compareTerms, type FieldMatch, matchWord } from './terms.ts';

/** A customer that was found. */
export interface Hit {
  readonly place: TermPlace;
  /** The first relation of the customer within the scope that matches. */
  readonly found: SearchableRelation;
  /** Every relation of the customer within the scope, that one first. */
  readonly relations: readonly SearchableRelation[];
  readonly fields: readonly FieldMatch[];
}

/** What a search needs of the server. */
export interface HitsContext {
  readonly database: Pick<Database, 'read'>;
  readonly keyring: Keyring;
}

/** Everything of one search. */
interface Search {
  readonly words: readonly QueryWord[];
  readonly lead: QueryWord;
  readonly scope: CustomerScope;
  readonly limit: number;
}

/** The first reading beyond what a page needs, in case some customers are found twice. */
const spare = 6;
const firstReading = 256;
const largestReading = 4_096;
/** Entries one page passes over at most. Where the rows themselves must be compared it is fewer. */
const passedAtMost = { entries: 5_000, rows: 2_000 };
const rowsComparedAtOnce = 500;

/**
 * One page of the customers of a scope that hold all the words, in the order of the index: the rarest word leads, the
 * others are compared. A customer stands at the first of its terms within the scope and nowhere else, which each page
 * can tell by itself; so pages have neither gaps nor repeats, whatever changes between them.
 *
 * @returns `next` is null on the last page
 */
export async function findHits(
  ctx: HitsContext,
  corpId: number,
  query: { words: readonly QueryWord[]; scope: CustomerScope; place: SearchPlace | null; limit: number },
): Promise<{ hits: Hit[]; next: SearchPlace | null }> {
  const repo = customerTermsRepo(ctx.database.read, corpId);
  const rangesOf = (word: QueryWord) => rangesOfWord(ctx.keyring, corpId, word);
  const leadIndex = query.place?.[0] ?? (await rarestWord(repo, query.words, rangesOf));
  const lead = query.words[leadIndex];
  if (lead === undefined) {
    throw new AppError('request.invalid', {
      issues: [{ path: 'body.cursor', message: 'Not a cursor of this search' }],
    });
  }
  const { memberIds, isSifted, isVisible } = termsToRead(query.scope);
  const isCompared = query.words.length > 1;
  const most = isCompared ? passedAtMost.rows : passedAtMost.entries;
  const hits: Hit[] = [];
  let after = query.place === null ? null : { term: query.place[1], relationId: query.place[2] };
  let size = isSifted || isCompared ? firstReading : query.limit + spare;
  for (let passed = 0; passed < most; size = Math.min(size * 4, largestReading, most - passed)) {
    const entries = await readEntries(repo, rangesOf(lead), memberIds, after, size);
    await addHits(ctx, corpId, { ...query, lead }, entries.filter(isVisible), hits);
    if (hits.length > query.limit) {
      const shown = hits.slice(0, query.limit);
      return { hits: shown, next: searchPlace(leadIndex, shown.at(-1)?.place) };
    }
    if (entries.length < size) {
      return { hits, next: null };
    }
    after = entries.at(-1) ?? after;
    passed += entries.length;
  }
  return { hits, next: searchPlace(leadIndex, after) };
}

function searchPlace(leadIndex: number, place: TermPlace | null | undefined): SearchPlace | null {
  return place ? [leadIndex, place.term, place.relationId] : null;
}

/** Adds what the entries find, until there is one more than a page holds. */
async function addHits(
  ctx: HitsContext,
  corpId: number,
  search: Search,
  entries: readonly TermEntry[],
  hits: Hit[],
): Promise<void> {
  for (let start = 0; start < entries.length && hits.length <= search.limit; ) {
    const wanted = search.words.length > 1 ? rowsComparedAtOnce : search.limit + spare - hits.length;
    const chunk = entries.slice(start, start + wanted);
    const relations = await relationsOfSameCustomers(
      ctx.database.read,
      { corpId, keyring: ctx.keyring },
      chunk.map(({ relationId }) => relationId),
      otherCharacters(search),
    );
    hits.push(...hitsAmong(search, chunk, relations));
    start += chunk.length;
  }
}

/** Spares reading most rows: a word of Chinese characters is only where its first one is. */
function otherCharacters({ words, lead }: Search): string[] {
  return words.flatMap((word) => (word === lead ? [] : (/^\p{Script=Han}/u.exec(word.text) ?? [])));
}

function hitsAmong(
  search: Search,
  entries: readonly TermEntry[],
  relations: readonly SearchableRelation[],
): Hit[] {
  const visible = relations.filter(
    ({ memberId }) => search.scope === 'all' || search.scope.includes(memberId),
  );
  const byCustomer = Map.groupBy(visible, ({ customerId }) => customerId);
  const byId = new Map(visible.map((relation) => [relation.relationId, relation]));
  const firsts = new Map<number, Hit | null>();
  return entries.flatMap((entry) => {
    const customerId = byId.get(entry.relationId)?.customerId;
    if (customerId === undefined) {
      return [];
    }
    if (!firsts.has(customerId)) {
      firsts.set(customerId, firstHit(search, byCustomer.get(customerId) ?? []));
    }
    const first = firsts.get(customerId) ?? null;
    return first !== null && isSamePlace(first.place, entry) ? [{ ...first, place: entry }] : [];
  });
}

/** Where a customer stands in the order of the index; null when none of the relations matches all the words. */
function firstHit(search: Search, relations: readonly SearchableRelation[]): Hit | null {
  const matching = relations.flatMap((found): Hit[] => {
    const matches = search.words.map((word) => ({ word, match: matchWord(found.texts, word) }));
    const lead = matches.find(({ word }) => word === search.lead)?.match ?? null;
    if (lead === null || matches.some(({ match }) => match === null)) {
      return [];
    }
    const fields = matches.flatMap(({ match }) => match?.fields ?? []);
    // Which key blinded a tail is not known here; all of them stand before any other term.
    const term = lead.isByNumber ? blindMark : (lead.firstTerm ?? '');
    return [{ place: { term, relationId: found.relationId }, found, fields, relations: [] }];
  });
  const first = matching.toSorted((a, b) => comparePlaces(a.place, b.place))[0];
  if (first === undefined) {
    return null;
  }
  const others = relations.filter((relation) => relation !== first.found);
  return { ...first, relations: [first.found, ...others.toSorted((a, b) => a.relationId - b.relationId)] };
}

function comparePlaces(a: TermPlace, b: TermPlace): number {
  return compareTerms(a.term, b.term) || a.relationId - b.relationId;
}

function isSamePlace(place: TermPlace, entry: TermPlace): boolean {
  const term = entry.term.startsWith(blindMark) ? blindMark : entry.term;
  return place.relationId === entry.relationId && place.term === term;
}
