import type {
  ButtonCard,
  CardChoice,
  CardCommon,
  CardInfo,
  CardLine,
  CardTarget,
  NewsNoticeCard,
  SelectCard,
  TemplateCard,
  TextNoticeCard,
  VoteCard,
} from './cards.ts';

type Body = Record<string, unknown>;

const COLORS = ['grey', 'black', 'red', 'green'] as const;

/**
 * The `template_card` of a message or of an update.
 * @see https://developer.work.weixin.qq.com/document/path/90372
 */
export function cardBody(card: TemplateCard): Body {
  switch (card.kind) {
    case 'text_notice_card':
      return { card_type: 'text_notice', ...commonBody(card), ...infoBody(card), ...textNoticeBody(card) };
    case 'news_notice_card':
      return { card_type: 'news_notice', ...commonBody(card), ...infoBody(card), ...newsNoticeBody(card) };
    case 'button_card':
      return { card_type: 'button_interaction', ...commonBody(card), ...infoBody(card), ...buttonBody(card) };
    case 'vote_card':
      return { card_type: 'vote_interaction', ...commonBody(card), ...voteBody(card) };
    case 'select_card':
      return { card_type: 'multiple_interaction', ...commonBody(card), ...selectBody(card) };
  }
}

function commonBody(card: CardCommon & { title?: string | undefined }): Body {
  const { source, menu, title, description } = card;
  return {
    source: source && {
      desc: source.text,
      icon_url: source.iconUrl,
      desc_color: source.color && COLORS.indexOf(source.color),
    },
    action_menu: menu && { desc: menu.description, action_list: menu.entries },
    task_id: card.taskId,
    main_title: title === undefined && description === undefined ? undefined : { title, desc: description },
  };
}

function infoBody(card: CardInfo): Body {
  const { quote } = card;
  return {
    quote_area: quote && { ...targetBody(quote.target), title: quote.title, quote_text: quote.text },
    horizontal_content_list: card.lines?.map(lineBody),
    jump_list: card.links?.map((link) => ({ ...targetBody(link.target), title: link.title })),
  };
}

function textNoticeBody(card: TextNoticeCard): Body {
  return {
    emphasis_content: card.emphasis && { title: card.emphasis.title, desc: card.emphasis.description },
    sub_title_text: card.subtitle,
    card_action: targetBody(card.target),
  };
}

function newsNoticeBody(card: NewsNoticeCard): Body {
  const { image, imageText } = card;
  return {
    card_image: image && { url: image.url, aspect_ratio: image.aspectRatio },
    image_text_area: imageText && {
      ...targetBody(imageText.target),
      title: imageText.title,
      desc: imageText.description,
      image_url: imageText.imageUrl,
    },
    vertical_content_list: card.paragraphs?.map((one) => ({ title: one.title, desc: one.description })),
    card_action: targetBody(card.target),
  };
}

function buttonBody(card: ButtonCard): Body {
  return {
    sub_title_text: card.subtitle,
    card_action: targetBody(card.target),
    button_selection: card.choice && choiceBody(card.choice),
    button_list: card.buttons.map((button) => ({
      type: 'url' in button ? 1 : 0,
      text: button.text,
      style: button.style,
      ...('url' in button ? { url: button.url } : { key: button.key }),
    })),
  };
}

function voteBody(card: VoteCard): Body {
  return {
    checkbox: {
      question_key: card.question.key,
      mode: card.question.multiple ? 1 : 0,
      option_list: card.question.options.map((option) => ({
        id: option.id,
        text: option.text,
        is_checked: option.checked ?? false,
      })),
    },
    submit_button: card.submit,
  };
}

function selectBody(card: SelectCard): Body {
  return { select_list: card.choices.map(choiceBody), submit_button: card.submit };
}

function choiceBody(choice: CardChoice): Body {
  return {
    question_key: choice.questionKey,
    title: choice.title,
    selected_id: choice.selectedId,
    option_list: choice.options,
  };
}

function lineBody(line: CardLine): Body {
  const { label, value, url, mediaId, userId } = line;
  const base = { keyname: label, value };
  if (url) return { type: 1, ...base, url };
  if (mediaId) return { type: 2, ...base, media_id: mediaId };
  return userId ? { type: 3, ...base, userid: userId } : { type: 0, ...base };
}

function targetBody(target: CardTarget | undefined): Body {
  if (!target) return { type: 0 };
  if ('url' in target) return { type: 1, url: target.url };
  return { type: 2, appid: target.appId, pagepath: target.page };
}
