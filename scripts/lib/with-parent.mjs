/** Arguments for Node and environment of a child with a channel to us, which stops when we are gone. */
export const WITH_PARENT = {
  args: [
    '--disable-warning=ExperimentalWarning',
    '--import',
    new URL('./stop-with-parent.mjs', import.meta.url).href,
  ],
  env: { GUANXI_STOPS_WITH_PARENT: '1' },
};
