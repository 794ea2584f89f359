import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import type { Context } from 'koa';

interface Asset {
  readonly body: Buffer;
  /** By the name of its encoding, the smallest first; empty for what does not compress. */
  readonly packed: ReadonlyMap<string, Buffer>;
  readonly etag: string;
}

const compressible = new Set(['.html', '.js', '.css', '.svg', '.json', '.txt', '.webmanifest']);
const noSuchFile = new Set(['ENOENT', 'EISDIR', 'ENOTDIR', 'ENAMETOOLONG']);
const oneYearSeconds = 31_536_000;
const packers = { br: promisify(brotliCompress), gzip: promisify(gzip) };

/** Serves the built H5 from memory, compressed once. */
export interface StaticFiles {
  /** Answers with the file; false when there is none. */
  serve(ctx: Context): Promise<boolean>;
  /** The text of a file such as `index.html`; null when it was not built. */
  text(name: string): Promise<string | null>;
}

/** @param root - absolute folder of the built files */
export function createStaticFiles(root: string): StaticFiles {
  const cache = new Map<string, Promise<Asset | null>>();

  function load(name: string): Promise<Asset | null> {
    let asset = cache.get(name);
    if (asset === undefined) {
      asset = readAsset(root, name);
      cache.set(name, asset);
      // A file that is not there may be built later, so only what was found is kept.
      asset.then((found) => found === null && cache.delete(name)).catch(() => cache.delete(name));
    }
    return asset;
  }

  return {
    async serve(ctx) {
      const name = normalize(decodePath(ctx.path)).replace(/^[/\\]+/, '');
      if (name === '' || name.startsWith('..') || name.includes('\0') || extname(name) === '.html') {
        return false;
      }
      const asset = await load(name);
      if (asset === null) {
        return false;
      }
      send(ctx, name, asset);
      return true;
    },
    async text(name) {
      const asset = await load(name);
      return asset === null ? null : asset.body.toString('utf8');
    },
  };
}

/** The path without its escapes; the root, which is no file, for one that is malformed. */
function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return '/';
  }
}

async function readAsset(root: string, name: string): Promise<Asset | null> {
  const file = join(root, name);
  if (!file.startsWith(root + sep)) {
    return null;
  }
  try {
    const body = await readFile(file);
    const packed = new Map<string, Buffer>();
    if (compressible.has(extname(name))) {
      packed.set('br', await packers.br(body));
      packed.set('gzip', await packers.gzip(body, { level: 9 }));
    }
    return { body, packed, etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 20)}"` };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== undefined && noSuchFile.has(code)) {
      return null;
    }
    throw error;
  }
}

function send(ctx: Context, name: string, asset: Asset): void {
  // The build puts a hash into the name of everything below assets/.
  const isHashed = name.startsWith('assets/') || name.startsWith(`assets${sep}`);
  ctx.status = 200;
  ctx.set('cache-control', isHashed ? `public, max-age=${oneYearSeconds}, immutable` : 'no-cache');
  ctx.set('etag', asset.etag);
  ctx.vary('accept-encoding');
  ctx.type = extname(name);
  if (ctx.fresh) {
    ctx.status = 304;
    return;
  }
  const encoding = [...asset.packed.keys()].find((one) => ctx.acceptsEncodings(one) === one);
  if (encoding !== undefined) {
    ctx.set('content-encoding', encoding);
  }
  ctx.body = asset.packed.get(encoding ?? '') ?? asset.body;
}
