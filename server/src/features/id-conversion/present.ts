import {
  ConvertedKind,
  HistoryPart,
  IdConversion,
  IdConversionState,
  KeptReason,
} from '@guanxi/shared/id-conversion';
import type { MemberRef } from '@guanxi/shared/member-ref';
import type { CorpRow } from '../corps/stored-corp.ts';
import { tableOfPart } from './rules.ts';
import type { ConvertedIdRow, IdConversionRow } from './table.ts';

/** What is shown beside the conversion itself. */
export interface ConversionFacts {
  readonly former: CorpRow;
  /** Rows the former app still has, by table. */
  readonly waiting: ReadonlyMap<string, number>;
  readonly confirmedBy: MemberRef | null;
  readonly ids: readonly { kind: string; converted: number; kept: number }[];
  readonly kept: readonly (ConvertedIdRow & { readonly name: string })[];
  readonly consent: IdConversion['consent'];
}

/** A conversion as an administrator gets it. */
export function presentIdConversion(row: IdConversionRow, facts: ConversionFacts): IdConversion {
  const { former } = facts;
  return {
    state: IdConversionState.parse(row.state),
    former: { corpName: former.name, wecomCorpId: former.wecomCorpId, agentId: former.agentId },
    proof: IdConversion.shape.proof.parse(row.proof),
    foundAt: row.foundAt.toISOString(),
    waiting: HistoryPart.options.map((part) => ({
      part,
      count: facts.waiting.get(tableOfPart[part]) ?? 0,
    })),
    confirmedBy: facts.confirmedBy,
    confirmedAt: row.confirmedAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
    moved: row.moved,
    merged: row.merged,
    ids: ConvertedKind.options.flatMap((kind) => {
      const counted = facts.ids.find((one) => one.kind === kind);
      return counted === undefined ? [] : [{ kind, converted: counted.converted, kept: counted.kept }];
    }),
    kept: facts.kept.map(({ kind, fromId, name, reason }) => ({
      kind: ConvertedKind.parse(kind),
      id: fromId,
      name,
      reason: KeptReason.parse(reason),
    })),
    consent: facts.consent,
    failure: row.failure,
  };
}
