/** A value as the platform sent it: text, or the nested and repeated forms of it. Numbers are text, too. */
export type RawValue = string | RawValue[] | RawFields;
export type RawFields = { [name: string]: RawValue };

/** Reads the nodes of a message by name, whatever their case or order. */
export type Fields = {
  /** Trimmed text; undefined when the node is absent, empty, or not a text. */
  text(name: string): string | undefined;
  /** Unix seconds as an instant; undefined when absent or no number. */
  instant(name: string): Date | undefined;
  /** Repeated `<Item>`s, a single one, or a comma list; empty when absent. */
  list(name: string): string[];
  /** A text, or the texts of a repeated node, as they are; empty when absent. */
  texts(name: string): string[];
  /** A whole number; undefined when absent or none. */
  number(name: string): number | undefined;
  /** The nodes inside a node, once for each time it is repeated; empty when absent or a text. */
  nodes(name: string): Fields[];
};

export function fieldsOf(raw: RawFields): Fields {
  const byName = new Map<string, RawValue>();
  for (const [name, value] of Object.entries(raw)) {
    const folded = name.toLowerCase();
    if (!byName.has(folded)) byName.set(folded, value);
  }
  const text = (name: string) => {
    const value = byName.get(name.toLowerCase());
    return (typeof value === 'string' && value.trim()) || undefined;
  };
  return {
    text,
    instant(name) {
      const value = text(name);
      return value && /^\d{1,11}$/.test(value) ? new Date(Number(value) * 1000) : undefined;
    },
    list: (name) => listOf(byName.get(name.toLowerCase())),
    texts: (name) => textsOf(byName.get(name.toLowerCase())),
    number(name) {
      const value = text(name);
      return value && /^-?\d{1,15}$/.test(value) ? Number(value) : undefined;
    },
    nodes: (name) => nodesOf(byName.get(name.toLowerCase())),
  };
}

function textsOf(value: RawValue | undefined): string[] {
  if (Array.isArray(value)) return value.flatMap(textsOf);
  return typeof value === 'string' && value.trim() !== '' ? [value.trim()] : [];
}

function nodesOf(value: RawValue | undefined): Fields[] {
  if (value === undefined || typeof value === 'string') return [];
  return Array.isArray(value) ? value.flatMap(nodesOf) : [fieldsOf(value)];
}

function listOf(value: RawValue | undefined): string[] {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value.flatMap(listOf);
  if (typeof value !== 'string') return Object.values(value).flatMap(listOf);
  return value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}
