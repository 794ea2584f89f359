const hues = 5;

/** One of the five identity colours, always the same for the same person. */
export function hueOf(key: string): number {
  let hash = 0;
  for (const character of key) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  return (hash % hues) + 1;
}

/** The first character a name can be told by: a letter or a figure, otherwise whatever comes first. */
export function initialOf(name: string): string {
  const characters = [...name.trim()];
  const found = characters.find((character) => /[\p{L}\p{N}]/u.test(character)) ?? characters[0];
  return (found ?? '?').toUpperCase();
}
