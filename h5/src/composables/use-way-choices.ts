import { listDepartments } from '@guanxi/shared/departments';
import { listTagGroups } from '@guanxi/shared/tags';
import { call } from '../api/client.ts';
import { useLoad } from './use-load.ts';

/** What a way or a welcome can be set for beside members: departments and corp tags. */
export function useWayChoices() {
  const departments = useLoad(async () => (await call(listDepartments, {})).departments);
  const tags = useLoad(async () => (await call(listTagGroups, {})).groups);
  return { departments, tags };
}
