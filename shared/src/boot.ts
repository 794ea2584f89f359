import { z } from 'zod';
import { JsSignatures } from './jssdk.ts';
import { Viewer } from './session.ts';

/** The id of the JSON element in the page that holds a `Boot`. */
export const bootElementId = 'guanxi-boot';

/**
 * What the server writes into the page, so that the first view needs no request to know who looks
 * and no request to sign itself.
 */
export const Boot = z.object({
  viewer: Viewer,
  /** Null when the platform gave no ticket; the page then asks the route and shows its error. */
  jssdk: JsSignatures.nullable(),
});
export type Boot = z.output<typeof Boot>;
