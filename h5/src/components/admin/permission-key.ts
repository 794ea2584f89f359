/** The message key of a permission: the platform's name has colons, which keys cannot hold. */
export function permissionKey(name: string): string {
  return `installation.permission.${name.replaceAll(':', '_')}`;
}
