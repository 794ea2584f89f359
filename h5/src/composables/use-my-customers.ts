import { type CustomerListItem, listMyCustomers } from '@guanxi/shared/customers';
import { call } from '../api/client.ts';
import { useLoad } from './use-load.ts';
import { usePageList } from './use-page-list.ts';

/** The few customers who came last. */
export function useNewestCustomers(limit: number) {
  return useLoad(() => call(listMyCustomers, { query: { limit } }));
}

/** The viewer's customers, newest first. */
export function useMyCustomers() {
  return usePageList<CustomerListItem>((cursor) =>
    call(listMyCustomers, { query: { limit: 30, ...(cursor !== undefined && { cursor }) } }),
  );
}
