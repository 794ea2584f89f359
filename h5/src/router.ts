import { createRouter, createWebHistory, type Router } from 'vue-router';
import { adminSections, sectionRoute } from './pages/admin/sections.ts';
import SidebarPage from './pages/sidebar/SidebarPage.vue';

/** The path that explains a failed sign-in; it needs no session. */
export const problemPath = '/problem';

/** The path of the code that installs an app; it needs no session. */
export const installCodePath = '/install-code';

/** The path that begins the sign-in in an ordinary browser; it needs no session. */
export const loginPath = '/login';

export function createPages(): Router {
  return createRouter({
    history: createWebHistory(),
    scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
    routes: [
      { path: '/', redirect: (to) => ({ name: 'sidebar', query: to.query }) },
      { path: '/sidebar', name: 'sidebar', component: SidebarPage },
      {
        path: '/customers',
        name: 'customers',
        component: () => import('./pages/customers/CustomersPage.vue'),
      },
      {
        path: '/group-chats',
        name: 'group-chats',
        component: () => import('./pages/groups/GroupChatsPage.vue'),
      },
      {
        path: '/handovers',
        name: 'handovers',
        component: () => import('./pages/managers/HandoversPage.vue'),
      },
      {
        path: '/statistics',
        name: 'statistics',
        component: () => import('./pages/statistics/StatisticsPage.vue'),
      },
      {
        path: '/own-installation',
        name: 'own-installation',
        component: () => import('./pages/own-installation/OwnInstallationPage.vue'),
      },
      {
        path: '/admin',
        component: () => import('./pages/admin/AdminLayout.vue'),
        children: [
          { path: '', redirect: { name: adminSections[0].name } },
          ...adminSections.map(sectionRoute),
        ],
      },
      { path: problemPath, name: 'problem', component: () => import('./pages/problem/ProblemPage.vue') },
      {
        path: installCodePath,
        name: 'install-code',
        component: () => import('./pages/install/InstallCodePage.vue'),
      },
      { path: loginPath, name: 'login', component: () => import('./pages/sign-in/LoginPage.vue') },
      { path: '/:rest(.*)*', component: () => import('./pages/problem/ProblemPage.vue') },
    ],
  });
}
