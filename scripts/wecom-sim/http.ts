import type { IncomingMessage } from 'node:http';

const MAX_BODY = 32 * 1024 * 1024;

/** The raw body of a request; throws when it is larger than anything the platform takes. */
export const readBytes = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > MAX_BODY) throw new RangeError('body too large');
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
};

export const readBody = async (request: IncomingMessage): Promise<string> =>
  (await readBytes(request)).toString();

const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (char) => ESCAPES[char] ?? char);
