import type { CallPriority } from '../budget/types.ts';
import type { Upload } from '../multipart.ts';

/** How one call is carried out; every method of the client takes these last. */
export type CallOptions = {
  /**
   * `transient`: a busy platform, a conflict or a cut connection is tried again a few times.
   * `none`: the first outcome is final, because sending twice would show.
   */
  retry?: 'transient' | 'none' | undefined;
  signal?: AbortSignal | undefined;
  /** Deadline of each attempt in milliseconds. */
  timeoutMs?: number | undefined;
  /** Whose turn comes first when calls must wait; `normal` unless told otherwise. */
  priority?: CallPriority | undefined;
};

export type CorpRequest = {
  /** Path below `/cgi-bin/`. */
  api: string;
  method: 'GET' | 'POST';
  query?: Readonly<Record<string, string | undefined>>;
  body?: unknown;
  /** Sent as a form instead of a JSON body. */
  upload?: Upload | undefined;
};

/** Sends a request with the corp's access token and returns the fields of a successful answer. */
export type CorpCall = (request: CorpRequest, options?: CallOptions) => Promise<Record<string, unknown>>;
