import { findMember } from '../world/corp.ts';
import type { EventNode, World } from '../world/world.ts';
import { corpAndMember, ImpossibleAct } from './pair.ts';

export interface CardClick {
  userId: string;
  msgid: string;
  /** The key of the button, of the submit button, or of a menu entry. */
  key: string;
  isMenu?: boolean | undefined;
  /** Chosen options by question. */
  selected?: Record<string, string[]> | undefined;
}

/** A member clicks on a card: the app hears of it with a fresh response_code (path/90376). */
export const memberClicksCard = (
  world: World,
  corpId: string,
  click: CardClick,
): { responseCode: string } => {
  const { corp, member } = corpAndMember(world, corpId, click.userId);
  const sent = corp.cards.sent(click.msgid);
  const app = corp.apps.find((row) => row.agentId === sent?.agentId);
  const message =
    app && corp.chats.pushed(member.userid, app.agentId).find((row) => row.msgid === click.msgid);
  if (!sent || !app || !message) throw new ImpossibleAct('the member has no such card');
  if (message.msgtype !== 'template_card') throw new ImpossibleAct('the message is no card');
  const responseCode = corp.cards.mintCode(sent, world.clock.seconds());
  const selected = Object.entries(click.selected ?? {}).map(
    ([question, options]): EventNode => [
      'SelectedItem',
      [
        ['QuestionKey', question],
        ['OptionIds', options.map((id): EventNode => ['OptionId', id])],
      ],
    ],
  );
  const nodes: EventNode[] = [
    ['EventKey', click.key],
    ['TaskId', sent.taskId],
    ['CardType', String(message.body.card_type)],
    ['ResponseCode', responseCode],
    ['AgentID', app.agentId],
  ];
  if (selected.length > 0) nodes.push(['SelectedItems', selected]);
  world.emit({
    ...{ corpId, event: click.isMenu ? 'template_card_menu_event' : 'template_card_event', nodes },
    ...{ at: world.clock.seconds(), subject: `card ${click.msgid}`, only: app, from: member.userid },
  });
  return { responseCode };
};

/** A member opens the app. */
export const memberOpensApp = (
  world: World,
  corpId: string,
  opening: { userId: string; agentId: number },
): void => {
  const { corp } = corpAndMember(world, corpId, opening.userId);
  const app = corp.apps.find((row) => row.agentId === opening.agentId);
  if (!app) throw new ImpossibleAct(`no app ${opening.agentId}`);
  world.emit({
    ...{ corpId, event: 'enter_agent', at: world.clock.seconds(), subject: 'enter', only: app },
    nodes: [
      ['EventKey', ''],
      ['AgentID', app.agentId],
    ],
    from: findMember(corp, opening.userId)?.userid ?? opening.userId,
  });
};
