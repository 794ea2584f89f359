/** What a match may begin at: one character of a script written without spaces, or a run of letters or of digits. */
export interface Unit {
  /** As it is compared: half-width, without accents, in lower case. */
  readonly text: string;
  /** Where it stands in the text it came from. */
  readonly start: number;
  readonly end: number;
  /** A Chinese character, which has a pinyin. */
  readonly isHan: boolean;
}

/** Units without anything but letters and digits between them. */
export type Word = readonly Unit[];

/** A number long enough to be a phone. */
export interface NumberInText {
  readonly digits: string;
  readonly start: number;
  readonly end: number;
}

/** A text taken apart. */
export interface SplitText {
  readonly words: readonly Word[];
  /** They are in none of the words: the index must not tell them. */
  readonly numbers: readonly NumberInText[];
}

/** Characters of a text that are found; a name is shorter, and a long remark must not fill the index. */
export const charactersFound = 40;
const fewestDigitsOfNumber = 7;
/** Groups of digits with a sign between them are a number only when they are as many as a phone has. */
const digitsOfGroupedNumber = { fewest: 10, most: 13 };

type Kind = 'han' | 'single' | 'letter' | 'digit' | 'space' | 'other';

interface Point {
  readonly plain: string;
  readonly kind: Kind;
  readonly start: number;
  readonly end: number;
}

/** A text as it is compared: half-width, without the accents of Latin letters, in lower case. */
export function plainText(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .toLowerCase();
}

/**
 * Takes a text apart. A Chinese character that stands alone belongs to the Chinese word behind it, because names of
 * two characters are often written with a space between them.
 */
export function splitText(text: string): SplitText {
  const points = pointsOf(text);
  const numbers = numbersIn(points);
  const words: Unit[][] = [];
  let word: Unit[] = [];
  let last: Point | null = null;
  const endWord = () => {
    if (word.length > 0) {
      words.push(word);
    }
    word = [];
    last = null;
  };
  for (const [index, point] of points.entries()) {
    const isInNumber = numbers.some(({ from, to }) => index >= from && index < to);
    if (point.kind === 'space' && isLoneHan(word) && nextWritten(points, index)?.kind === 'han') {
      continue;
    }
    if (isInNumber || point.kind === 'space' || point.kind === 'other') {
      endWord();
      continue;
    }
    addPoint(word, point, last);
    last = point;
  }
  endWord();
  return { words, numbers: numbers.map(({ digits, start, end }) => ({ digits, start, end })) };
}

function addPoint(word: Unit[], point: Point, last: Point | null): void {
  const before = word.at(-1);
  const isRun = point.kind === 'letter' || point.kind === 'digit';
  if (isRun && before !== undefined && last?.kind === point.kind) {
    word[word.length - 1] = { ...before, text: before.text + point.plain, end: point.end };
  } else {
    word.push({ text: point.plain, start: point.start, end: point.end, isHan: point.kind === 'han' });
  }
}

function isLoneHan(word: readonly Unit[]): boolean {
  return word.length === 1 && word[0]?.isHan === true;
}

function nextWritten(points: readonly Point[], index: number): Point | undefined {
  return points.slice(index).find((point) => point.kind !== 'space');
}

function pointsOf(text: string): Point[] {
  const points: Point[] = [];
  let start = 0;
  for (const character of text) {
    if (points.length > charactersFound) {
      break;
    }
    const end = start + character.length;
    const { plain, kind } = characterOf(character);
    const before = points.at(-1);
    if (before !== undefined && kind === 'mark') {
      // An accent or a vowel sign belongs to the letter before it.
      points[points.length - 1] = { ...before, plain: before.plain + plain, end };
    } else {
      points.push({ plain, kind: kind === 'mark' ? 'other' : kind, start, end });
    }
    start = end;
  }
  return points.slice(0, charactersFound);
}

interface Character {
  readonly plain: string;
  readonly kind: Kind | 'mark';
}

/** What was found out of characters: it takes longer than all the rest, and few thousand are in use. */
const known = new Map<string, Character>();
const knownAtMost = 10_000;

function characterOf(character: string): Character {
  const before = known.get(character);
  if (before !== undefined) {
    return before;
  }
  const plain = plainText(character);
  const found: Character = { plain, kind: /^\p{M}*$/u.test(plain) ? 'mark' : kindOf(plain) };
  if (known.size < knownAtMost) {
    known.set(character, found);
  }
  return found;
}

function kindOf(plain: string): Kind {
  if (/^\s*$/u.test(plain)) {
    return 'space';
  }
  if (/^\p{Script=Han}/u.test(plain)) {
    return 'han';
  }
  if (/^[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u.test(plain)) {
    return 'single';
  }
  if (/^\p{Nd}+$/u.test(plain)) {
    return 'digit';
  }
  return /^[\p{L}\p{N}]/u.test(plain) ? 'letter' : 'other';
}

interface NumberRun extends NumberInText {
  readonly from: number;
  readonly to: number;
}

function numbersIn(points: readonly Point[]): NumberRun[] {
  if (!points.some(({ kind }) => kind === 'digit')) {
    return [];
  }
  const row = points.map(({ kind, plain }) => (kind === 'digit' ? '0' : /^[-. ]$/.test(plain) ? '-' : 'x'));
  return [...row.join('').matchAll(/0+(?:-0+)*/g)].flatMap(({ 0: found, index }) => {
    const runs = [...found.matchAll(/0+/g)].map((run) =>
      numberAt(points, index + run.index, index + run.index + run[0].length),
    );
    const long = runs.filter(({ digits }) => digits.length >= fewestDigitsOfNumber);
    if (long.length > 0) {
      return long;
    }
    const whole = numberAt(points, index, index + found.length);
    const { fewest, most } = digitsOfGroupedNumber;
    return whole.digits.length >= fewest && whole.digits.length <= most ? [whole] : [];
  });
}

function numberAt(points: readonly Point[], from: number, to: number): NumberRun {
  const within = points.slice(from, to);
  return {
    from,
    to,
    digits: within.flatMap(({ kind, plain }) => (kind === 'digit' ? [plain] : [])).join(''),
    start: within[0]?.start ?? 0,
    end: within.at(-1)?.end ?? 0,
  };
}
