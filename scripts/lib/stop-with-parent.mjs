// Preloaded into children that have a channel to their parent: when the parent is gone, even by kill -9, the
// child stops as if it had been asked to, together with its process group if it leads one. Nothing keeps running.
if (process.channel && process.env.GUANXI_STOPS_WITH_PARENT) {
  // Not for the child's own children: they may preload this file too, and use their channel differently.
  delete process.env.GUANXI_STOPS_WITH_PARENT;
  process.on('disconnect', () => {
    setTimeout(() => process.exit(1), 8_000).unref();
    try {
      process.kill(-process.pid, 'SIGTERM');
    } catch {
      process.kill(process.pid, 'SIGTERM');
    }
  });
  process.channel.unref();
}
