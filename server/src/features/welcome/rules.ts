import { SECOND } from '@guanxi/shared/time';
import {
  byteLength,
  nicknameFallback,
  nicknameMark,
  type WelcomeSource,
  welcomeLimits,
} from '@guanxi/shared/welcome';

/** The life of a welcome code; see developer.work.weixin.qq.com/document/path/92137. */
export const codeLifeMs = 20 * SECOND;

/** The messages that may apply to one arrival. */
export interface WelcomeCandidates<Message> {
  readonly way: Message | null;
  readonly member: Message | null;
  /** By the department's number. */
  readonly departments: ReadonlyMap<number, Message>;
  readonly corp: Message | null;
}

/**
 * Which message applies: the contact way's own one, the member's, the nearest department's, the company's, none.
 *
 * @param departmentIds - the member's departments with those above them, nearest first
 */
export function pickWelcome<Message>(
  candidates: WelcomeCandidates<Message>,
  departmentIds: readonly number[],
): { source: WelcomeSource; message: Message } | null {
  const nearest = departmentIds.find((id) => candidates.departments.has(id));
  const inOrder: readonly [WelcomeSource, Message | null | undefined][] = [
    ['way', candidates.way],
    ['member', candidates.member],
    ['department', nearest === undefined ? null : candidates.departments.get(nearest)],
    ['corp', candidates.corp],
  ];
  for (const [source, message] of inOrder) {
    if (message !== null && message !== undefined) {
      return { source, message };
    }
  }
  return null;
}

/**
 * A member's departments and all above them, level by level; within a level in the order the platform lists the
 * member's own ones. A cycle in the tree ends the walk.
 */
export function departmentsNearestFirst(
  own: readonly number[],
  tree: readonly { departmentId: number; parentId: number }[],
): number[] {
  const parents = new Map(tree.map(({ departmentId, parentId }) => [departmentId, parentId]));
  const found = new Set<number>();
  let level = [...own];
  while (level.length > 0) {
    for (const id of level) {
      found.add(id);
    }
    level = level.map((id) => parents.get(id) ?? 0).filter((id) => id !== 0 && !found.has(id));
  }
  return [...found];
}

/**
 * The text as the customer gets it.
 *
 * @param name - the customer's nickname; null where it is not known, and then a common word stands for it
 */
export function fillText(text: string, name: string | null): string {
  const filled = text.replaceAll(nicknameMark, () => name || nicknameFallback);
  // A long nickname must not make the platform refuse a text that fits without it.
  return byteLength(filled) <= welcomeLimits.textBytes
    ? filled
    : text.replaceAll(nicknameMark, () => nicknameFallback);
}

/** True when the code was dead before anything could be done; the platform's own clock decides the rest. */
export function isTooLate(receivedAt: Date, now: Date): boolean {
  return now.getTime() - receivedAt.getTime() > codeLifeMs;
}
