import 'vant/es/style/base.css';
import './styles/tokens.css';
import './styles/base.css';
import { type Component, createApp, type Plugin } from 'vue';
import App from './App.vue';
import { loadBoot, readBoot, tellLocale } from './api/boot.ts';
import BootProblem from './BootProblem.vue';
import CardSkeleton from './components/customer/CardSkeleton.vue';
import { problemOf } from './composables/problems.ts';
import { followTheme } from './composables/theme.ts';
import { createMessages, pickLocale } from './i18n/index.ts';
import { createPages, installCodePath, loginPath, problemPath } from './router.ts';

const asked = new URLSearchParams(location.search);
const locale = pickLocale(asked.get('lang'), navigator.languages ?? [navigator.language]);
document.documentElement.lang = locale;
followTheme(asked.get('theme'));

/** Pages for whoever is not signed in; they stand alone. */
const openPages: Readonly<Record<string, () => Promise<{ default: Component }>>> = {
  [problemPath]: () => import('./pages/problem/ProblemPage.vue'),
  [installCodePath]: () => import('./pages/install/InstallCodePage.vue'),
  [loginPath]: () => import('./pages/sign-in/LoginPage.vue'),
};

/** The whole app once we know who looks; otherwise the page that says why not. */
async function start(): Promise<void> {
  const messages = await createMessages(locale);
  document.title = messages.global.t('app.title');
  const pages = createPages();
  const openPage = openPages[location.pathname];
  if (openPage !== undefined) {
    const { default: page } = await openPage();
    createApp(page).use(messages).use(pages).mount('#app');
    return;
  }
  try {
    const boot = readBoot() ?? (await withSkeleton(messages, loadBoot()));
    createApp(App, { boot }).use(messages).use(pages).mount('#app');
    void tellLocale(boot.viewer, locale);
  } catch (error) {
    createApp(BootProblem, { problem: problemOf(error) })
      .use(messages)
      .mount('#app');
  }
}

/** Shows the bones of the first view while it is found out who looks. */
async function withSkeleton<T>(messages: Plugin, work: Promise<T>): Promise<T> {
  const bones = createApp(CardSkeleton).use(messages);
  bones.mount('#app');
  try {
    return await work;
  } finally {
    bones.unmount();
  }
}

void start();
