import { pinyin } from 'pinyin-pro';

const longestSearchText = 500;

/**
 * What a customer is found by: the names as they are, as pinyin and as pinyin initials, all in
 * lower case. 欧阳娜娜 is found by 欧阳, by "ouyang" and by "oynn".
 *
 * @param names - name, remark and company; empty ones are left out
 */
export function searchTextOf(names: readonly (string | null)[]): string {
  const words = [...new Set(names.filter((name): name is string => name !== null && name !== ''))];
  const parts = words.flatMap((word) => {
    const syllables = pinyin(word, { toneType: 'none', type: 'array', nonZh: 'consecutive' });
    const initials = syllables.map((syllable) => syllable.slice(0, 1));
    return [word, syllables.join(''), initials.join('')];
  });
  return [...new Set(parts.map((part) => part.toLowerCase().replaceAll(' ', '')))]
    .join('|')
    .slice(0, longestSearchText);
}

/** What was typed, in the form of the search text. */
export function searchTermOf(typed: string): string {
  return typed.toLowerCase().replaceAll(/\s+/g, '');
}
