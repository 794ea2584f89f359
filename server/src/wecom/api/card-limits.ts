import type { CardChoice, CardOption, TemplateCard } from './cards.ts';

/** Characters a part of a card may have; the platform cuts or refuses longer ones. */
export const CARD_LIMITS = {
  source: 20,
  title: 36,
  voteTitle: 16,
  description: 44,
  emphasisTitle: 14,
  emphasisDescription: 22,
  subtitle: 160,
  lineLabel: 5,
  lineValue: 30,
  linkTitle: 18,
  paragraphTitle: 38,
  paragraphDescription: 160,
  buttonText: 10,
  voteOption: 17,
  option: 16,
} as const;

const KEY_BYTES = 1024;
const OPTION_ID_BYTES = 128;

/** Collects what is wrong with a card. */
type Check = {
  length(part: string, value: string | undefined, limit: number): void;
  count(part: string, list: readonly unknown[] | undefined, least: number, most: number): void;
  bytes(part: string, value: string, limit: number): void;
  unique(part: string, values: readonly string[]): void;
  fail(problem: string): void;
};

/**
 * What the platform would refuse or cut in a card; empty when it is in order.
 * @see https://developer.work.weixin.qq.com/document/path/90372
 */
export function cardProblems(card: TemplateCard): string[] {
  const problems: string[] = [];
  const check = checkInto(problems);
  checkCommon(card, check);
  if (card.kind === 'vote_card') checkVote(card, check);
  else if (card.kind === 'select_card') checkSelect(card, check);
  else checkInfo(card, check);
  if (card.kind === 'text_notice_card') checkTextNotice(card, check);
  if (card.kind === 'news_notice_card') checkNews(card, check);
  if (card.kind === 'button_card') checkButtons(card, check);
  return problems;
}

function checkInto(problems: string[]): Check {
  const fail = (problem: string) => void problems.push(problem);
  return {
    fail,
    length(part, value, limit) {
      if (value !== undefined && [...value].length > limit) fail(`${part}: over ${limit} characters`);
    },
    count(part, list, least, most) {
      const size = list?.length ?? 0;
      if (size < least || size > most) fail(`${part}: ${size}, where ${least} to ${most} are allowed`);
    },
    bytes(part, value, limit) {
      const size = Buffer.byteLength(value);
      if (size === 0 || size > limit) fail(`${part}: must have 1 to ${limit} bytes`);
    },
    unique(part, values) {
      if (new Set(values).size !== values.length) fail(`${part}: given twice`);
    },
  };
}

function checkCommon(card: TemplateCard, check: Check): void {
  const { source, menu, taskId, title, description } = card;
  check.length('source', source?.text, CARD_LIMITS.source);
  check.length('title', title, card.kind === 'vote_card' ? CARD_LIMITS.voteTitle : CARD_LIMITS.title);
  check.length('description', description, CARD_LIMITS.description);
  if (card.kind !== 'text_notice_card' && !title) check.fail('title: missing');
  if (taskId !== undefined && !/^[0-9A-Za-z_\-@]{1,128}$/.test(taskId)) {
    check.fail('taskId: must be 1 to 128 of 0-9 A-Z a-z _ - @');
  }
  if (!menu) return;
  if (taskId === undefined) check.fail('taskId: needed with a menu');
  check.count('menu', menu.entries, 1, 3);
  for (const entry of menu.entries) check.bytes('menu key', entry.key, KEY_BYTES);
  check.unique(
    'menu key',
    menu.entries.map((entry) => entry.key),
  );
}

function checkInfo(card: Exclude<TemplateCard, { kind: 'vote_card' | 'select_card' }>, check: Check): void {
  check.count('lines', card.lines, 0, 6);
  for (const line of card.lines ?? []) {
    check.length('line label', line.label, CARD_LIMITS.lineLabel);
    check.length('line value', line.value, CARD_LIMITS.lineValue);
  }
  check.count('links', card.links, 0, 3);
  for (const link of card.links ?? []) check.length('link title', link.title, CARD_LIMITS.linkTitle);
}

function checkTextNotice(card: Extract<TemplateCard, { kind: 'text_notice_card' }>, check: Check): void {
  if (!card.title && !card.subtitle) check.fail('title: a title or a subtitle is needed');
  check.length('emphasis', card.emphasis?.title, CARD_LIMITS.emphasisTitle);
  check.length('emphasis description', card.emphasis?.description, CARD_LIMITS.emphasisDescription);
  check.length('subtitle', card.subtitle, CARD_LIMITS.subtitle);
}

function checkNews(card: Extract<TemplateCard, { kind: 'news_notice_card' }>, check: Check): void {
  if (!card.image && !card.imageText) check.fail('image: an image or an image with text is needed');
  const ratio = card.image?.aspectRatio;
  if (ratio !== undefined && (ratio < 1.3 || ratio > 2.25)) check.fail('image: aspect ratio 1.3 to 2.25');
  check.count('paragraphs', card.paragraphs, 0, 4);
  for (const one of card.paragraphs ?? []) {
    check.length('paragraph title', one.title, CARD_LIMITS.paragraphTitle);
    check.length('paragraph description', one.description, CARD_LIMITS.paragraphDescription);
  }
}

function checkButtons(card: Extract<TemplateCard, { kind: 'button_card' }>, check: Check): void {
  check.length('subtitle', card.subtitle, CARD_LIMITS.subtitle);
  check.count('buttons', card.buttons, 1, 6);
  for (const button of card.buttons) {
    check.length('button', button.text, CARD_LIMITS.buttonText);
    if ('key' in button) check.bytes('button key', button.key, KEY_BYTES);
  }
  check.unique(
    'button key',
    card.buttons.flatMap((button) => ('key' in button ? [button.key] : [])),
  );
  if (card.choice) checkChoice(card.choice, check);
}

function checkVote(card: Extract<TemplateCard, { kind: 'vote_card' }>, check: Check): void {
  checkOptions(card.question.options, 20, CARD_LIMITS.voteOption, check);
  checkSubmit(card.submit, check);
}

function checkSelect(card: Extract<TemplateCard, { kind: 'select_card' }>, check: Check): void {
  check.count('choices', card.choices, 1, 3);
  check.unique(
    'question key',
    card.choices.map((choice) => choice.questionKey),
  );
  for (const choice of card.choices) checkChoice(choice, check);
  checkSubmit(card.submit, check);
}

function checkChoice(choice: CardChoice, check: Check): void {
  check.bytes('question key', choice.questionKey, KEY_BYTES);
  checkOptions(choice.options, 10, CARD_LIMITS.option, check);
}

function checkOptions(options: readonly CardOption[], most: number, limit: number, check: Check): void {
  check.count('options', options, 1, most);
  for (const option of options) {
    check.bytes('option id', option.id, OPTION_ID_BYTES);
    check.length('option', option.text, limit);
  }
  check.unique(
    'option id',
    options.map((option) => option.id),
  );
}

function checkSubmit(submit: { text: string; key: string }, check: Check): void {
  check.length('submit button', submit.text, CARD_LIMITS.buttonText);
  check.bytes('submit key', submit.key, KEY_BYTES);
}
