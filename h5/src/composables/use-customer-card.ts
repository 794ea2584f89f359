import { type CustomerCard, getCustomerCard } from '@guanxi/shared/customers';
import { call } from '../api/client.ts';
import { type Load, useLoad } from './use-load.ts';

/** The card of a customer. */
export function useCustomerCard(): Load<CustomerCard, [externalUserId: string]> {
  return useLoad((externalUserId: string) => call(getCustomerCard, { query: { externalUserId } }));
}
