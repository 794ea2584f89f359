import type { EventNode } from '../world/world.ts';

/** How plaintexts are written. XML with CDATA is what the platform sends; the others are met in libraries and old texts. */
export type CallbackFormat = 'xml' | 'plain-xml' | 'shuffled-xml' | 'json';

/** CDATA cannot hold its own end mark; it is split over two sections. */
const cdata = (text: string) => `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const children = (nodes: readonly EventNode[], text: (value: string) => string): string =>
  nodes
    .map(([name, value]) => {
      if (value === undefined) return '';
      if (typeof value === 'object') return `<${name}>${children(value, text)}</${name}>`;
      return `<${name}>${typeof value === 'number' ? value : text(value)}</${name}>`;
    })
    .join('');

/** XML as the platform writes it: texts in CDATA, numbers plain, absent values left out. */
export const toXml = (nodes: readonly EventNode[]): string => `<xml>${children(nodes, cdata)}</xml>`;

type Json = string | number | Json[] | { [name: string]: Json };

/** The same names; what repeats becomes a list. */
const toObject = (nodes: readonly EventNode[]): { [name: string]: Json } => {
  const object: { [name: string]: Json } = {};
  for (const [name, value] of nodes) {
    if (value === undefined) continue;
    const json = typeof value === 'object' ? toObject(value) : value;
    const before = object[name];
    if (before === undefined) object[name] = json;
    else object[name] = Array.isArray(before) ? [...before, json] : [before, json];
  }
  return object;
};

/** A plaintext in one of the formats. */
export const render = (nodes: readonly EventNode[], format: CallbackFormat): string => {
  switch (format) {
    case 'xml':
      return toXml(nodes);
    case 'plain-xml':
      return `<xml>\n${children(nodes, (value) => ` ${escaped(value)} `)}\n</xml>`;
    case 'shuffled-xml':
      return toXml([...nodes].reverse());
    case 'json':
      return JSON.stringify(toObject(nodes));
  }
};
