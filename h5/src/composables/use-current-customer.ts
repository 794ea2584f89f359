import { type CustomerCard, getCustomerCard } from '@guanxi/shared/customers';
import { call } from '../api/client.ts';
import { currentExternalContact } from '../api/wecom-client.ts';
import { type Load, useLoad } from './use-load.ts';
import { useBoot } from './use-viewer.ts';

/**
 * The card of the customer in the open chat, or of the one named in the address.
 *
 * @returns the load; `load(null)` asks the client who the chat is with
 */
export function useCurrentCustomer(): Load<CustomerCard, [asked: string | null]> {
  const { viewer, jssdk } = useBoot();
  return useLoad(async (asked: string | null) => {
    const externalUserId = asked ?? (await currentExternalContact(viewer, jssdk));
    return call(getCustomerCard, { query: { externalUserId } });
  });
}
