import vue from '@vitejs/plugin-vue';

/** Vue as builds and tests compile it. `ww-open-data` is drawn by the client, with names that we may not read. */
export const vuePlugin = () =>
  vue({ template: { compilerOptions: { isCustomElement: (tag) => tag === 'ww-open-data' } } });
