/** Tokens at an instant; one call takes one. */
export type Bucket = { tokens: number; atMs: number };

/** So many calls in a window; `share` slows the refilling down. */
export type BucketSize = { limit: number; windowMs: number; share: number };

/** A tenth of the limit may come at once and nine tenths over the window: never more than the limit in any window. */
const BURST = 0.1;
/** Part of the burst that work that can wait leaves to others. */
const RESERVE = 0.2;

export function bucketOf(size: BucketSize, nowMs: number): Bucket {
  return { tokens: capacityOf(size), atMs: nowMs };
}

/** The bucket as it is now. */
export function fill(bucket: Bucket, size: BucketSize, nowMs: number): Bucket {
  const gained = Math.max(0, nowMs - bucket.atMs) * perMs(size);
  return { tokens: Math.min(capacityOf(size), bucket.tokens + gained), atMs: Math.max(nowMs, bucket.atMs) };
}

/** Milliseconds until a call may start; 0 when it may now. */
export function waitMs(bucket: Bucket, size: BucketSize, nowMs: number, sparing: boolean): number {
  const reserve = sparing && capacityOf(size) >= 5 ? Math.floor(capacityOf(size) * RESERVE) : 0;
  const missing = 1 + reserve - fill(bucket, size, nowMs).tokens;
  return missing <= 0 ? 0 : Math.ceil(missing / perMs(size));
}

function capacityOf(size: BucketSize): number {
  return Math.max(1, Math.floor(size.limit * BURST));
}

function perMs(size: BucketSize): number {
  return ((size.limit * (1 - BURST)) / size.windowMs) * size.share;
}
