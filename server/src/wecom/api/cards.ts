/** Where a card, a line or a link leads. */
export type CardTarget = { url: string } | { appId: string; page?: string | undefined };

export type CardOption = {
  /** At most 128 bytes. */
  id: string;
  text: string;
};

/** One of up to six lines: plain, with an address, a file, or a member. */
export type CardLine = {
  /** Five characters. */
  label: string;
  /** Thirty characters. */
  value: string;
  url?: string | undefined;
  mediaId?: string | undefined;
  userId?: string | undefined;
};

/** What every card may have. Lengths are in characters. */
export type CardCommon = {
  source?:
    | { text: string; iconUrl?: string | undefined; color?: 'grey' | 'black' | 'red' | 'green' }
    | undefined;
  /** One to three entries behind the dots; then `taskId` is needed. */
  menu?: { description: string; entries: readonly { text: string; key: string }[] } | undefined;
  /** Names the card in its events: at most 128 of `0-9A-Za-z_-@`, one for each card of an app. */
  taskId?: string | undefined;
  description?: string | undefined;
};

/** Parts of the cards that inform. */
export type CardInfo = {
  quote?: { title?: string | undefined; text: string; target?: CardTarget | undefined } | undefined;
  lines?: readonly CardLine[] | undefined;
  /** Up to three; title 18. */
  links?: readonly { title: string; target?: CardTarget | undefined }[] | undefined;
};

/** Numbers and words. Needs a title or a subtitle. */
export type TextNoticeCard = CardCommon &
  CardInfo & {
    kind: 'text_notice_card';
    /** 36; its description 44. */
    title?: string | undefined;
    /** 14 and 22. */
    emphasis?: { title: string; description?: string | undefined } | undefined;
    /** 160. */
    subtitle?: string | undefined;
    target: CardTarget;
  };

/** A picture, or a picture beside a text. */
export type NewsNoticeCard = CardCommon &
  CardInfo & {
    kind: 'news_notice_card';
    title: string;
    target: CardTarget;
    /** Width by height from 1.3 to 2.25. */
    image?: { url: string; aspectRatio?: number | undefined } | undefined;
    imageText?:
      | {
          imageUrl: string;
          title?: string | undefined;
          description?: string | undefined;
          target?: CardTarget | undefined;
        }
      | undefined;
    /** Up to four; title 38, description 160. */
    paragraphs?: readonly { title: string; description?: string | undefined }[] | undefined;
  };

/** Buttons, at most six, and a choice beside them. */
export type ButtonCard = CardCommon &
  CardInfo & {
    kind: 'button_card';
    title: string;
    subtitle?: string | undefined;
    target?: CardTarget | undefined;
    taskId: string;
    /** Text 10; with a key it comes back as an event, with an address it leads there. `style` 1 to 4. */
    buttons: readonly ({ text: string; style?: number | undefined } & ({ key: string } | { url: string }))[];
    choice?: CardChoice | undefined;
  };

/** One question with options and a button. Title 16. */
export type VoteCard = CardCommon & {
  kind: 'vote_card';
  title: string;
  taskId: string;
  /** 1 to 20 options of 17. */
  question: {
    key: string;
    multiple?: boolean | undefined;
    options: readonly (CardOption & { checked?: boolean | undefined })[];
  };
  /** Text 10. */
  submit: { text: string; key: string };
};

/** One to three drop-down lists and a button. */
export type SelectCard = CardCommon & {
  kind: 'select_card';
  title: string;
  taskId: string;
  choices: readonly CardChoice[];
  submit: { text: string; key: string };
};

/** A drop-down list: 1 to 10 options of 16. */
export type CardChoice = {
  questionKey: string;
  title?: string | undefined;
  selectedId?: string | undefined;
  options: readonly CardOption[];
};

export type TemplateCard = TextNoticeCard | NewsNoticeCard | ButtonCard | VoteCard | SelectCard;
