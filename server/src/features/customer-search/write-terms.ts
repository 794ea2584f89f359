import type { Db } from '../../db/data-source.ts';
import type { Keyring } from '../../db/keyring.ts';
import { blindMark, blindTerms } from './blind-tails.ts';
import { customerTermsRepo } from './repository.ts';
import { type SearchTexts, termsOf } from './terms.ts';

/** What a relation was found by, and what it is found by now; null where it is not found at all. */
export interface TermChange {
  readonly relationId: number;
  readonly memberId: number;
  readonly before: SearchTexts | null;
  readonly after: SearchTexts | null;
}

/**
 * Brings the index in line with changes of relations, in the transaction that changes them. Only what differs is
 * written, so that a full sync that changes nothing writes nothing; and nothing before the index has begun, so that the
 * first one brings the customers alone. The caller must hold the customer's row, or the
 * relation's, since before it read `before`: two who both read the same old texts would undo each other's terms.
 */
export async function writeTerms(
  db: Db,
  deps: { corpId: number; keyring: Keyring },
  changes: readonly TermChange[],
): Promise<void> {
  const repo = customerTermsRepo(db, deps.corpId);
  const differing = changes.filter(({ before, after }) => !isSameTexts(before, after));
  if (differing.length === 0 || !(await repo.hasBegun())) {
    return;
  }
  const added: TermOfRelation[] = [];
  const removed: TermOfRelation[] = [];
  for (const { relationId, memberId, before, after } of differing) {
    const { gone, come } = difference(before, after, deps);
    removed.push(...gone.map((term) => ({ memberId, term, relationId })));
    added.push(...come.map((term) => ({ memberId, term, relationId })));
  }
  await repo.remove(removed);
  await repo.add(added);
}

/** Everything a relation is found by, for an index that is written anew. What is there already stays. */
export async function writeAllTerms(
  db: Db,
  deps: { corpId: number; keyring: Keyring },
  relations: readonly { relationId: number; memberId: number; texts: SearchTexts }[],
): Promise<void> {
  await customerTermsRepo(db, deps.corpId).add(
    relations.flatMap(({ relationId, memberId, texts }) =>
      [...newestTerms(texts, deps)].map((term) => ({ memberId, term, relationId })),
    ),
  );
}

interface TermOfRelation {
  readonly memberId: number;
  readonly term: string;
  readonly relationId: number;
}

function difference(
  before: SearchTexts | null,
  after: SearchTexts | null,
  deps: { corpId: number; keyring: Keyring },
): { gone: string[]; come: string[] } {
  // Which key a tail was blinded with is not known here, so it goes under every key and comes under the newest.
  const old =
    before === null
      ? new Set<string>()
      : termsOf(before, (tail) => blindTerms(deps.keyring, deps.corpId, tail));
  const wanted = after === null ? new Set<string>() : newestTerms(after, deps);
  return {
    gone: [...old].filter((term) => !wanted.has(term)),
    come: [...wanted].filter((term) => !old.has(term) || term.startsWith(blindMark)),
  };
}

function newestTerms(texts: SearchTexts, deps: { corpId: number; keyring: Keyring }): Set<string> {
  return termsOf(texts, (tail) => blindTerms(deps.keyring, deps.corpId, tail).slice(0, 1));
}

function isSameTexts(a: SearchTexts | null, b: SearchTexts | null): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
