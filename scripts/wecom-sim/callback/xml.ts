type Node = readonly [name: string, value: string | number | undefined];

/** CDATA cannot hold its own end mark; it is split over two sections. */
const cdata = (text: string) => `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;

/** Flat XML as the platform writes it: texts in CDATA, numbers plain, absent values left out. */
export const toXml = (nodes: readonly Node[]): string => {
  const children = nodes.flatMap(([name, value]) => {
    if (value === undefined) return [];
    return [`<${name}>${typeof value === 'number' ? value : cdata(value)}</${name}>`];
  });
  return `<xml>${children.join('')}</xml>`;
};
