import { concernsTenant, WecomError, WecomHeldBack } from '../../wecom/index.ts';

/** "No privilege to access contact": moved out of the visible range. */
const noPrivilege = 60_011;
/** "API forbidden": the app may read no member at all. */
const apiForbidden = 48_002;

/**
 * Whether a refusal speaks of the member who was asked for: left, deleted or out of range, which to the app are one
 * thing. A refusal that speaks of the whole corp says nothing about its members.
 */
export function isOutOfSight(error: unknown): error is WecomError {
  return (
    error instanceof WecomError &&
    (error.errcode === noPrivilege || (error.reaction === 'subjectGone' && !concernsTenant(error.errcode)))
  );
}

/** Whether the app was refused to read members at all, now or a while ago. */
export function mayNotReadMembers(error: unknown): boolean {
  return (error instanceof WecomError || error instanceof WecomHeldBack) && error.errcode === apiForbidden;
}
