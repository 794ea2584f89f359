import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestClient } from '../testing/client.ts';
import { startTestPlatform, type TestPlatform } from '../testing/platform.ts';
import { cardBody } from './card-body.ts';
import { cardProblems } from './card-limits.ts';
import type {
  ButtonCard,
  NewsNoticeCard,
  SelectCard,
  TemplateCard,
  TextNoticeCard,
  VoteCard,
} from './cards.ts';

const target = { url: 'https://x' };
const notice: TextNoticeCard = { kind: 'text_notice_card', title: 't', target };
const news: NewsNoticeCard = { kind: 'news_notice_card', title: 't', target, image: { url: 'https://p' } };
const buttons: ButtonCard = {
  kind: 'button_card',
  title: 't',
  taskId: 'task-1',
  buttons: [
    { text: '是', style: 1, key: 'yes' },
    { text: '看', url: 'https://x' },
  ],
};
const vote: VoteCard = {
  kind: 'vote_card',
  title: 't',
  taskId: 'task-1',
  question: { key: 'q', multiple: true, options: [{ id: 'a', text: 'A', checked: true }] },
  submit: { text: '提交', key: 's' },
};
const select: SelectCard = {
  kind: 'select_card',
  title: 't',
  taskId: 'task-1',
  choices: [{ questionKey: 'q', title: 'T', selectedId: 'a', options: [{ id: 'a', text: 'A' }] }],
  submit: { text: '提交', key: 's' },
};

const asSent = (card: TemplateCard) => JSON.parse(JSON.stringify(cardBody(card)));

describe('cards', () => {
  it.each<[TemplateCard, object]>([
    [
      {
        ...notice,
        source: { text: '关系', color: 'green' },
        menu: { description: 'm', entries: [{ text: 'e', key: 'k' }] },
        taskId: 'task-1',
        lines: [
          { label: 'l', value: 'v' },
          { label: 'l', value: 'v', url: 'https://x' },
          { label: 'l', value: 'v', mediaId: 'm' },
          { label: 'l', value: 'v', userId: 'u' },
        ],
        links: [{ title: 'l', target: { appId: 'wx1', page: '/p' } }, { title: 'plain' }],
        quote: { text: 'q', target },
      },
      {
        card_type: 'text_notice',
        source: { desc: '关系', desc_color: 3 },
        action_menu: { desc: 'm', action_list: [{ text: 'e', key: 'k' }] },
        task_id: 'task-1',
        main_title: { title: 't' },
        quote_area: { type: 1, url: 'https://x', quote_text: 'q' },
        horizontal_content_list: [
          { type: 0, keyname: 'l', value: 'v' },
          { type: 1, keyname: 'l', value: 'v', url: 'https://x' },
          { type: 2, keyname: 'l', value: 'v', media_id: 'm' },
          { type: 3, keyname: 'l', value: 'v', userid: 'u' },
        ],
        jump_list: [
          { type: 2, appid: 'wx1', pagepath: '/p', title: 'l' },
          { type: 0, title: 'plain' },
        ],
        card_action: { type: 1, url: 'https://x' },
      },
    ],
    [
      { ...news, paragraphs: [{ title: 'p', description: 'd' }] },
      {
        card_type: 'news_notice',
        main_title: { title: 't' },
        card_image: { url: 'https://p' },
        vertical_content_list: [{ title: 'p', desc: 'd' }],
        card_action: { type: 1, url: 'https://x' },
      },
    ],
    [
      buttons,
      {
        card_type: 'button_interaction',
        task_id: 'task-1',
        main_title: { title: 't' },
        card_action: { type: 0 },
        button_list: [
          { type: 0, text: '是', style: 1, key: 'yes' },
          { type: 1, text: '看', url: 'https://x' },
        ],
      },
    ],
    [
      vote,
      {
        card_type: 'vote_interaction',
        task_id: 'task-1',
        main_title: { title: 't' },
        checkbox: { question_key: 'q', mode: 1, option_list: [{ id: 'a', text: 'A', is_checked: true }] },
        submit_button: { text: '提交', key: 's' },
      },
    ],
    [
      select,
      {
        card_type: 'multiple_interaction',
        task_id: 'task-1',
        main_title: { title: 't' },
        select_list: [
          { question_key: 'q', title: 'T', selected_id: 'a', option_list: [{ id: 'a', text: 'A' }] },
        ],
        submit_button: { text: '提交', key: 's' },
      },
    ],
  ])('%o', (card, body) => {
    expect(cardProblems(card)).toEqual([]);
    expect(asSent(card)).toEqual(body);
  });

  const long = (length: number) => '字'.repeat(length);
  const many = <T>(length: number, one: (index: number) => T) => Array.from({ length }, (_, i) => one(i));
  it.each<[string, TemplateCard, string]>([
    ['a title of 37', { ...notice, title: long(37) }, 'title'],
    ['a title of 17 on a vote', { ...vote, title: long(17) }, 'title'],
    ['neither title nor subtitle', { kind: 'text_notice_card', target }, 'subtitle'],
    ['a description of 45', { ...notice, description: long(45) }, 'description'],
    ['an emphasis of 15', { ...notice, emphasis: { title: long(15) } }, 'emphasis'],
    ['a subtitle of 161', { ...notice, subtitle: long(161) }, 'subtitle'],
    ['a source of 21', { ...notice, source: { text: long(21) } }, 'source'],
    ['7 lines', { ...notice, lines: many(7, () => ({ label: 'l', value: 'v' })) }, 'lines'],
    ['a label of 6', { ...notice, lines: [{ label: long(6), value: 'v' }] }, 'line label'],
    ['a value of 31', { ...notice, lines: [{ label: 'l', value: long(31) }] }, 'line value'],
    ['4 links', { ...notice, links: many(4, () => ({ title: 'l' })) }, 'links'],
    ['a link of 19', { ...notice, links: [{ title: long(19) }] }, 'link title'],
    [
      'a menu without a task',
      { ...notice, menu: { description: '', entries: [{ text: 'e', key: 'k' }] } },
      'taskId',
    ],
    [
      'a menu with one key twice',
      { ...buttons, menu: { description: '', entries: many(2, () => ({ text: 'e', key: 'k' })) } },
      'menu key',
    ],
    [
      '4 menu entries',
      { ...buttons, menu: { description: '', entries: many(4, (i) => ({ text: 'e', key: `${i}` })) } },
      'menu',
    ],
    ['a task with a blank', { ...buttons, taskId: 'a b' }, 'taskId'],
    ['a task of 129', { ...buttons, taskId: 'a'.repeat(129) }, 'taskId'],
    ['no picture', { kind: 'news_notice_card', title: 't', target }, 'image'],
    ['a picture too wide', { ...news, image: { url: 'p', aspectRatio: 2.3 } }, 'ratio'],
    ['5 paragraphs', { ...news, paragraphs: many(5, () => ({ title: 'p' })) }, 'paragraphs'],
    ['no button', { ...buttons, buttons: [] }, 'buttons'],
    ['7 buttons', { ...buttons, buttons: many(7, (i) => ({ text: 'b', key: `${i}` })) }, 'buttons'],
    ['a button of 11', { ...buttons, buttons: [{ text: long(11), key: 'k' }] }, 'button'],
    ['a key of 1025 bytes', { ...buttons, buttons: [{ text: 'b', key: 'k'.repeat(1025) }] }, 'button key'],
    ['one key twice', { ...buttons, buttons: many(2, () => ({ text: 'b', key: 'k' })) }, 'button key'],
    [
      '21 options',
      { ...vote, question: { key: 'q', options: many(21, (i) => ({ id: `${i}`, text: 'o' })) } },
      'options',
    ],
    [
      'an option of 18',
      { ...vote, question: { key: 'q', options: [{ id: 'a', text: long(18) }] } },
      'over 17',
    ],
    ['no choice', { ...select, choices: [] }, 'choices'],
    [
      'one question twice',
      { ...select, choices: many(2, () => select.choices[0] as SelectCard['choices'][0]) },
      'question key',
    ],
    [
      '11 options of a choice',
      { ...select, choices: [{ questionKey: 'q', options: many(11, (i) => ({ id: `${i}`, text: 'o' })) }] },
      'options',
    ],
    ['a submit of 11', { ...select, submit: { text: long(11), key: 's' } }, 'submit'],
  ])('%s is noticed before it is sent', (_name, card, problem) => {
    const problems = cardProblems(card);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(problem);
  });
});

describe('sending', () => {
  let platform: TestPlatform;
  beforeEach(async () => {
    platform = await startTestPlatform();
  });
  afterEach(() => platform.close());
  const clientOf = () => createTestClient(platform.baseUrl).client;

  it('brings the code by which the card is changed, once', async () => {
    platform.on('message/send', { msgid: 'm1', response_code: 'rc' });
    platform.on('message/update_template_card', { invaliduser: ['wozhang'] });
    const client = clientOf();
    const sent = await client.sendAppMessage({ to: { userIds: ['woZhang'] }, content: buttons });
    expect(sent.responseCode).toBe('rc');
    expect(platform.received.at(-1)?.body).toMatchObject({
      msgtype: 'template_card',
      template_card: { card_type: 'button_interaction' },
    });
    const change = { buttonText: '已处理' };
    const left = await client.updateTemplateCard({
      responseCode: 'rc',
      to: { userIds: ['woZhang'] },
      change,
    });
    expect(left).toEqual(['woZhang']);
    expect(platform.received.at(-1)?.body).toEqual({
      userids: ['woZhang'],
      agentid: 1000002,
      response_code: 'rc',
      button: { replace_name: '已处理' },
    });
  });

  it('puts a card in place of another', async () => {
    platform.on('message/update_template_card', 'cut');
    const update = {
      responseCode: 'rc',
      to: { everyone: true } as const,
      change: { card: notice, replaceText: 'ok' },
    };
    await expect(clientOf().updateTemplateCard(update)).rejects.toMatchObject({ reason: 'network' });
    expect(platform.count('message/update_template_card')).toBe(1);
    expect(platform.received.at(-1)?.body).toMatchObject({
      atall: 1,
      template_card: { card_type: 'text_notice', replace_text: 'ok' },
    });
  });

  it('sends nothing that is not in order', async () => {
    const client = clientOf();
    const to = { everyone: true } as const;
    await expect(client.sendAppMessage({ to, content: { ...buttons, buttons: [] } })).rejects.toThrow(
      RangeError,
    );
    await expect(client.sendAppMessage({ to, content: { kind: 'news', articles: [] } })).rejects.toThrow(
      RangeError,
    );
    await expect(client.sendWelcome({ welcomeCode: 'w' })).rejects.toThrow(RangeError);
    await expect(client.sendWelcome({ welcomeCode: 'w', text: '字'.repeat(1334) })).rejects.toThrow('4000');
    expect(platform.received).toEqual([]);
  });

  it('sends news', async () => {
    platform.on('message/send', { msgid: 'm' });
    const articles = [{ title: 't', url: 'https://x', pictureUrl: 'https://p' }];
    await clientOf().sendAppMessage({ to: { departmentIds: [1] }, content: { kind: 'news', articles } });
    expect(platform.received.at(-1)?.body).toEqual({
      toparty: '1',
      agentid: 1000002,
      msgtype: 'news',
      news: { articles: [{ title: 't', url: 'https://x', picurl: 'https://p' }] },
    });
  });

  it('uploads a file with its name and length', async () => {
    platform.on('media/upload', { type: 'file', media_id: 'm', created_at: '1700000000' });
    platform.on('media/uploadimg', { url: 'https://p' });
    const client = clientOf();
    const upload = { filename: '报价 "新".txt', contentType: 'text/plain', bytes: Buffer.from('hello') };
    expect(await client.uploadMedia('file', upload)).toEqual({
      mediaId: 'm',
      createdAt: new Date(1_700_000_000_000),
    });
    const sent = platform.received.at(-1);
    expect(sent?.query).toMatchObject({ type: 'file' });
    expect(sent?.body).toContain(
      'Content-Disposition: form-data; name="media"; filename="报价 %22新%22.txt"; filelength=5\r\nContent-Type: text/plain\r\n\r\nhello\r\n--',
    );
    expect(await client.uploadImage(upload)).toBe('https://p');
  });

  it('uploads nothing too small or too large', async () => {
    const file = (size: number) => ({ filename: 'a', contentType: 'image/png', bytes: Buffer.alloc(size) });
    const client = clientOf();
    await expect(client.uploadMedia('image', file(4))).rejects.toThrow(RangeError);
    await expect(client.uploadMedia('voice', file(2 * 1024 * 1024 + 1))).rejects.toThrow(RangeError);
    await expect(client.uploadImage(file(2 * 1024 * 1024 + 1))).rejects.toThrow(RangeError);
    expect(platform.received).toEqual([]);
  });
});
