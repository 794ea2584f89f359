import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { mockApi } from './dev/mock-api.ts';
import { vuePlugin } from './vue-plugin.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Where a server under development listens; another one is given by `GUANXI_SERVER`. */
const server = process.env.GUANXI_SERVER ?? 'http://127.0.0.1:8080';

export default defineConfig(({ mode, command }) => ({
  root: here('.'),
  base: '/',
  plugins: [vuePlugin(), ...(mode === 'mock' ? [mockApi()] : [])],
  resolve: {
    alias: [
      { find: /^vue-i18n$/, replacement: 'vue-i18n/dist/vue-i18n.runtime.mjs' },
      // The routes are used as values here, their schemas as types only: the server checks both ways.
      ...(command === 'build' ? [{ find: /^zod$/, replacement: here('./src/api/schema-free.ts') }] : []),
    ],
  },
  define: {
    __VUE_OPTIONS_API__: false,
    __VUE_PROD_DEVTOOLS__: false,
    __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: false,
    __VUE_I18N_FULL_INSTALL__: false,
    __VUE_I18N_LEGACY_API__: false,
    __INTLIFY_DROP_MESSAGE_COMPILER__: true,
    __INTLIFY_PROD_DEVTOOLS__: false,
  },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // The desktop client shows pages in a Chromium that is some years old.
    target: ['chrome87', 'safari14'],
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rolldownOptions: {
      // Schemas no route of the page names are left out altogether.
      treeshake: { manualPureFunctions: ['z', 'pageOf', 'defineRoute'], propertyReadSideEffects: false },
      output: {
        codeSplitting: {
          groups: [
            // What changes with the dependencies only, and so stays in the client's cache.
            { name: 'vendor', test: /node_modules\/(@?vue|vue-router|@intlify|vue-i18n|@wecom)\// },
            // What every page needs; small chunks of it would each be a request.
            {
              name: 'base',
              test: /shared\/src\/(contract|customers|errors|follow-ups|group-chats|jssdk|member-ref|mobiles|paging|profile|session|tags|time|timeline|welcome|boot|routes)\.|vant\/es\/composables\/|h5\/src\/(api|composables\/(time-words|use-time-words|use-viewer|problems|use-load|use-page-list)\.|components\/common\/(App|icons|Person|person|Problem))/,
            },
          ],
        },
      },
    },
  },
  server: {
    host: '127.0.0.1',
    proxy: mode === 'mock' ? {} : { '/api': server, '/auth': server },
  },
}));
