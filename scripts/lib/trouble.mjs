/** A failure that is explained to the user without a stack trace. */
export class Trouble extends Error {}

const OFFLINE =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ENETDOWN|network|dns error|error sending request/i;

/** Headline and remedy for a failed download, and what the command said: all of it, unless we know the reason. */
export function downloadTrouble(what, output) {
  const lines = output.trim().split('\n');
  if (!OFFLINE.test(output)) return new Trouble(`${what}. The whole output:\n\n${lines.join('\n')}`);
  return new Trouble(
    `${what}: the package registry can not be reached. Check the connection (or the proxy) and run the same command again.\n\n` +
      lines.slice(-12).join('\n'),
  );
}
