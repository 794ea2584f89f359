import type { RouteComponent, RouteRecordSingleView } from 'vue-router';
import type { IconName } from '../../components/common/icons.ts';

/** A page of the admin area, in the order of its navigation. */
export interface AdminSection {
  /** Name of the route and key of its word under `admin.section`. */
  readonly name: string;
  readonly path: string;
  readonly icon: IconName;
  readonly page: () => Promise<{ default: RouteComponent }>;
}

/** Every page of the admin area. The first one opens by itself. */
export const adminSections: readonly [AdminSection, ...AdminSection[]] = [
  { name: 'admin-sync', path: 'sync', icon: 'swap', page: () => import('./SyncPage.vue') },
  { name: 'admin-join-ways', path: 'join-ways', icon: 'users', page: () => import('./JoinWaysPage.vue') },
  {
    name: 'admin-contact-ways',
    path: 'contact-ways',
    icon: 'code',
    page: () => import('./ContactWaysPage.vue'),
  },
  { name: 'admin-welcome', path: 'welcome', icon: 'chat', page: () => import('./WelcomePage.vue') },
  { name: 'admin-handover', path: 'handover', icon: 'users', page: () => import('./HandoverPage.vue') },
  { name: 'admin-messages', path: 'messages', icon: 'chat', page: () => import('./MessagesPage.vue') },
  {
    ...{ name: 'admin-installation', path: 'installation', icon: 'plug' },
    page: () => import('./InstallationPage.vue'),
  },
  { name: 'admin-events', path: 'events', icon: 'bang', page: () => import('./EventsPage.vue') },
];

/** The route of a page, below `/admin`. */
export function sectionRoute({ name, path, page }: AdminSection): RouteRecordSingleView {
  return { name, path, component: page };
}
