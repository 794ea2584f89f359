import { pinyin } from 'pinyin-pro';
import { type QueryWord, signMark } from './query-rules.ts';
import { endsWithDigits, tailsOf } from './tail-rules.ts';
import { plainText, type SplitText, splitText, type Word } from './text-rules.ts';

/** What one relation is found by. */
export interface SearchTexts {
  readonly name: string;
  readonly remark: string;
  readonly company: string | null;
  readonly mobiles: readonly string[];
}

/** A part of a text, by its positions. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** Where a word was found. */
export interface FieldMatch {
  readonly field: 'name' | 'remark' | 'company' | 'mobile';
  readonly ranges: readonly TextRange[];
}

/** How a word matches a relation. */
export interface WordMatch {
  /** The first of the relation's terms that the word begins, in the order of the index; null when phones alone match. */
  readonly firstTerm: string | null;
  readonly isByNumber: boolean;
  readonly fields: readonly FieldMatch[];
}

/** Characters of a term; what is longer is told apart by reading the relation. */
const termLength = 16;
/** Of the customer's own name in so few characters pinyin may begin at any of them; elsewhere at a word's first. */
const charactersOfName = 4;
const textFields = ['name', 'remark', 'company'] as const;

/**
 * Every term of a relation. Of a word these are its ends from each character on, of Chinese ones also pinyin and
 * initials; of a number, wherever it stands, only its blinded tails.
 *
 * @param blind - makes the terms of a tail
 */
export function termsOf(texts: SearchTexts, blind: (tail: string) => readonly string[]): Set<string> {
  const terms = new Set<string>();
  const numbers = [...texts.mobiles];
  for (const field of textFields) {
    const text = texts[field] ?? '';
    const split = splitText(text);
    for (const beginning of beginningsOf(text, split, { isName: field === 'name', needsPinyin: true })) {
      terms.add(termOf(beginning.key));
    }
    numbers.push(...split.numbers.map(({ digits }) => digits));
  }
  for (const term of numbers.flatMap(tailsOf).flatMap(blind)) {
    terms.add(term);
  }
  return terms;
}

/** The term that a key, or what was typed, is looked up by. */
export function termOf(key: string): string {
  return key.length <= termLength ? key : [...key].slice(0, termLength).join('');
}

/** How a typed word matches a relation; null when it does not. */
export function matchWord(texts: SearchTexts, word: QueryWord): WordMatch | null {
  const matches = textFields.flatMap((field) => matchText(field, texts[field] ?? '', word));
  const isMobile = word.isTail && texts.mobiles.some((mobile) => endsWithDigits(mobile, word.text));
  const mobile: FieldMatch[] = isMobile ? [{ field: 'mobile', ranges: [] }] : [];
  const terms = matches.flatMap(({ terms }) => terms).toSorted(compareTerms);
  return matches.length === 0 && !isMobile
    ? null
    : {
        firstTerm: terms[0] ?? null,
        isByNumber: isMobile || matches.some(({ isByNumber }) => isByNumber),
        fields: [...matches.map(({ field, ranges }) => ({ field, ranges })), ...mobile],
      };
}

/** How a word matches one text: one match, or none. */
function matchText(field: FieldMatch['field'], text: string, word: QueryWord) {
  if (cannotMatch(text, word)) {
    return [];
  }
  const split = splitText(text);
  // Reading characters aloud costs more than all the rest, and pinyin begins with a letter.
  const reading = { isName: field === 'name', needsPinyin: /^[a-z]/.test(word.text) };
  const beginnings = beginningsOf(text, split, reading).filter(({ key }) => key.startsWith(word.text));
  const numbers = word.isTail ? split.numbers.filter(({ digits }) => endsWithDigits(digits, word.text)) : [];
  const ranges = [
    ...beginnings.map((beginning) => beginning.covers(word.text.length)),
    ...numbers.map(({ start, end }) => ({ start, end })),
  ];
  const terms = beginnings.map(({ key }) => termOf(key));
  return ranges.length === 0 ? [] : [{ field, ranges, terms, isByNumber: numbers.length > 0 }];
}

/** A quick look, because many rows are compared: what is typed in characters begins with one that must be there. */
function cannotMatch(text: string, { text: typed }: QueryWord): boolean {
  return text === '' || (/^\p{Script=Han}/u.test(typed) && !plainText(text).includes([...typed][0] ?? ''));
}

/** The order of the index: by bytes, which JavaScript's own order is not. */
export function compareTerms(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** A place of a text where a match may begin. */
interface Beginning {
  /** Everything from here on, as it can be typed. */
  readonly key: string;
  /** What the first `length` characters of the key cover. */
  covers(length: number): TextRange;
}

/** How a text is read: pinyin is left out where it is not needed. */
interface Reading {
  readonly isName: boolean;
  readonly needsPinyin: boolean;
}

function beginningsOf(text: string, split: SplitText, reading: Reading): Beginning[] {
  if (split.words.length === 0 && split.numbers.length === 0) {
    const signs = plainText(text).replaceAll(/\s/g, '');
    return signs === '' ? [] : [{ key: signMark + signs, covers: () => ({ start: 0, end: text.length }) }];
  }
  return split.words.flatMap((word) => beginningsOfWord(word, reading));
}

function beginningsOfWord(word: Word, { isName, needsPinyin }: Reading): Beginning[] {
  const beginnings: Beginning[] = [];
  const written = word.map((unit) => unit.text);
  const add = (spelling: readonly string[], at: number) => {
    const key = spelling.slice(at).join('');
    // The last character alone is no name; only a word that is no longer has it.
    if (at === 0 || key.length > 1) {
      beginnings.push({ key, covers: (length) => covered(word, spelling, at, length) });
    }
  };
  for (const at of word.keys()) {
    add(written, at);
  }
  if (needsPinyin && word.some((unit) => unit.isHan)) {
    const syllables = syllablesOf(word);
    const initials = syllables.map((syllable) => [...syllable][0] ?? '');
    const last = isName && word.length <= charactersOfName ? word.length : 1;
    for (let at = 0; at < last; at += 1) {
      add(syllables, at);
      add(initials, at);
    }
  }
  return beginnings;
}

/** The pinyin of each unit; what has none stays as it is. A word is read as a whole, because readings depend on it. */
function syllablesOf(word: Word): string[] {
  const han = word.filter((unit) => unit.isHan).map((unit) => unit.text);
  const read = pinyin(han.join(''), { toneType: 'none', type: 'array', v: true });
  let next = 0;
  return word.map((unit) => {
    const syllable = unit.isHan ? read[next++] : undefined;
    return syllable ?? unit.text;
  });
}

function covered(word: Word, spelling: readonly string[], at: number, length: number): TextRange {
  let left = length;
  let index = at;
  while (left > (spelling[index]?.length ?? left)) {
    left -= spelling[index]?.length ?? 0;
    index += 1;
  }
  const [first, last] = [word[at], word[index]];
  const start = first?.start ?? 0;
  const end = last?.end ?? start;
  // A run spelled as it is written may be covered in part.
  const isPart =
    last !== undefined && spelling[index] === last.text && last.end - last.start === last.text.length;
  return { start, end: isPart ? last.start + left : end };
}
