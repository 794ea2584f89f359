import { defineConfig } from 'vitest/config';
import { vuePlugin } from './vue-plugin.ts';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [vuePlugin()],
  define: { __VUE_I18N_FULL_INSTALL__: false, __VUE_I18N_LEGACY_API__: false },
  test: {
    name: 'h5',
    environment: 'happy-dom',
    include: ['src/**/*.test.ts'],
    server: { deps: { inline: ['vant'] } },
  },
});
