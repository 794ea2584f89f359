import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Folders that have a node_modules of their own after an installation. */
const WORKSPACE = ['.', 'server', 'h5', 'shared', 'scripts'];

/** What an installation depends on: the lockfile, the workspace's decisions, and the platform. */
export function fingerprint(root, platform = `${process.platform}-${process.arch}`) {
  const hash = createHash('sha256');
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml']) {
    hash.update(readFileSync(join(root, file))).update('\0');
  }
  return hash.update(platform).digest('hex');
}

const stampFile = (root) => join(root, 'node_modules', '.guanxi.json');

/** What the last run left: `{ installed, tools }`; an unreadable stamp is no stamp. */
export function readStamp(root) {
  try {
    const stamp = JSON.parse(readFileSync(stampFile(root), 'utf8'));
    return typeof stamp === 'object' && stamp !== null ? stamp : {};
  } catch {
    return {};
  }
}

export function writeStamp(root, stamp) {
  mkdirSync(dirname(stampFile(root)), { recursive: true });
  writeFileSync(stampFile(root), `${JSON.stringify(stamp)}\n`);
}

/** True when node_modules is what the lockfile of today asks for. */
export function isInstalled(root, stamp = readStamp(root)) {
  const complete = WORKSPACE.filter((folder) => existsSync(join(root, folder, 'package.json'))).every(
    (folder) => existsSync(join(root, folder, 'node_modules')),
  );
  return complete && stamp.installed === fingerprint(root);
}

/** The tools an earlier run fetched, if they are the wanted ones and still on the disk. */
export function rememberedTools(stamp, wanted) {
  const { tools } = stamp;
  if (tools?.wanted !== wanted) return undefined;
  return existsSync(tools.node) && existsSync(tools.pnpm)
    ? { node: tools.node, pnpm: tools.pnpm }
    : undefined;
}
