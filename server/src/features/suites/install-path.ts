/** Where an administrator begins to install a suite or template, as a path of this site. */
export function installPath(suiteId: string): string {
  return `/install/${encodeURIComponent(suiteId)}`;
}
