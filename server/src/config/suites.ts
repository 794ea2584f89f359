import { z } from 'zod';

/** A suite as the settings hold it. */
export interface SuiteSecrets {
  readonly suiteId: string;
  /** `login` is the provider's 登录授权: nobody installs it, members sign in by it from an ordinary browser. */
  readonly kind: 'suite' | 'customized' | 'login';
  /** What people call it; its id where none is given. */
  readonly name: string;
  /** Its own install links are for testing, because it is not online yet. */
  readonly isInTest: boolean;
  readonly secret: string;
  readonly token: string;
  readonly encodingAesKey: string;
}

const fields = z.object({
  suiteId: z.string().regex(/^[\w-]{1,64}$/, 'must be a suite or template id'),
  kind: z.enum(['suite', 'customized', 'login']),
  name: z.string().trim().min(1, 'is empty').max(64, 'is too long').optional(),
  isInTest: z.boolean().optional(),
  secret: z.string().min(1, 'is missing'),
  token: z.string().regex(/^[A-Za-z0-9]{1,32}$/, 'must be at most 32 letters and digits'),
  encodingAesKey: z.string().regex(/^[A-Za-z0-9]{43}$/, 'must be exactly 43 letters and digits'),
});

const suite = fields.transform(
  (entry): SuiteSecrets => ({
    ...entry,
    name: entry.name ?? entry.suiteId,
    isInTest: entry.isInTest ?? false,
  }),
);

/**
 * Reads the list of suites, which is JSON because a provider may have several.
 *
 * @param problem - told each thing that is wrong, without repeating a value: it could be a secret
 */
export function parseSuites(text: string | undefined, problem: (text: string) => void): SuiteSecrets[] {
  if (text === undefined) {
    return [];
  }
  const parsed = z.array(suite).safeParse(parseJson(text));
  if (!parsed.success) {
    for (const issue of parsed.error.issues) {
      problem(`WECOM_SUITES${pathText(issue.path)} ${issue.message}.`);
    }
    return [];
  }
  if (new Set(parsed.data.map((entry) => entry.suiteId)).size !== parsed.data.length) {
    problem('WECOM_SUITES names one suite twice.');
  }
  if (parsed.data.filter((entry) => entry.kind === 'login').length > 1) {
    problem('WECOM_SUITES names more than one suite of the kind login.');
  }
  return parsed.data;
}

function pathText(path: readonly PropertyKey[]): string {
  return path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
