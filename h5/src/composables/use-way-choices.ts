import { listDepartments } from '@guanxi/shared/departments';
import { listTagGroups, type TagGroup } from '@guanxi/shared/tags';
import { call } from '../api/client.ts';
import { useLoad } from './use-load.ts';

/** A rule of the company sets tags for everybody, so those of a strategy group are not for it. */
const isOfCorp = ({ kind }: TagGroup) => kind === 'corp';

/** What a way or a welcome can be set for beside members: departments and corp tags. */
export function useWayChoices() {
  const departments = useLoad(async () => (await call(listDepartments, {})).departments);
  const tags = useLoad(async () => (await call(listTagGroups, {})).groups.filter(isOfCorp));
  return { departments, tags };
}
