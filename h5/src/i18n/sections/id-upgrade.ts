import type { SectionMessages } from '../index.ts';

/** The upgrade of an old installation's ids, on the installation page. */
export const idUpgradeMessages = {
  'zh-CN': {
    title: '账号 ID 升级',
    why: {
      both: '这个应用装得早，企业微信给它的还是企业自己的成员、客户和标签 ID。升级后只给服务商的加密 ID。',
      members: '这个应用装得早，企业微信给它的还是企业自己的成员 ID。升级后只给服务商的加密 ID。',
      customers: '这个应用装得早，企业微信给它的还是企业自己的客户和标签 ID。升级后只给服务商的加密 ID。',
    },
    checked: '升级前先逐个问到新的 ID。有问不到的就停下，什么都不变。',
    forGood: '升级不能撤销。之后每个人要重新登录一次，客户、跟进、标签、客户群和渠道活码都会跟过来。',
    obstacle: {
      provider_missing: '服务器没有配置服务商的密钥，现在不能升级。请运维填好服务商密钥，重启后再来。',
      other_apps:
        '企业微信会把同一服务商的第三方应用一起升级，其中「{names}」也还是旧 ID。请联系服务商安排。',
      former_app: '以前的自建应用的资料还没搬过来，升级后就搬不了了。请先搬过来。',
    },
    start: '升级账号 ID',
    sure: '现在升级账号 ID？',
    sureText: '先查新的 ID，都问到了就请企业微信升级。',
    sureGone: '{n} 个 ID 没有新的，升级后停在旧 ID 上，资料不会删除。',
    begin: '查完就升级',
    beginGone: '不等它们，升级',
    failedToStart: '没开始：{cause}',
    started: '开始查新的 ID 了',
    converting: '正在问新的 ID',
    convertingText: '应用照常能用，都问到后才升级。',
    stopped: '停在升级前，什么都没变',
    stoppedNeeded: '{n} 个在用的 ID 没有问到新的，不能升级。请看下面的原因，处理后再查一次。',
    stoppedGone: '{n} 个 ID 没有新的：人已离职、已不是客户或看不到，标签已删除。可以不等它们。',
    again: '再查一次',
    retry: '再试一次',
    goOn: '不等它们，升级',
    moving: '账号 ID 已升级，正在换成新的',
    movingText: '先同步一遍，再把以前的资料换成新 ID。可以照常工作。',
    done: '账号 ID 已升级',
    doneKept: '账号 ID 已升级，{n} 个停在旧 ID 上',
    failed: '没有做完',
    failedText: '资料都在，再试会接着做。',
    consent: '可能缺少企业对升级客户 ID 的同意。请企业管理员在企业微信管理后台同意后，再查一次。',
    asked: '已问到新 ID',
    missingNeeded: '在用，没问到',
    missingGone: '已不在，没有新的',
    finishedAt: '做完',
    missing: '没有新 ID 的',
    kept: '停在旧 ID 上的',
  },
  en: {
    title: 'Upgrade of ids',
    why: {
      both: 'This app was installed early, and WeCom still gives it the company’s own ids of members, customers and tags. After the upgrade it gets the provider’s encrypted ids alone.',
      members:
        'This app was installed early, and WeCom still gives it the company’s own ids of members. After the upgrade it gets the provider’s encrypted ids alone.',
      customers:
        'This app was installed early, and WeCom still gives it the company’s own ids of customers and tags. After the upgrade it gets the provider’s encrypted ids alone.',
    },
    checked:
      'Each new id is asked for before. Where some cannot be had, the upgrade stops and nothing changes.',
    forGood:
      'An upgrade cannot be undone. Everybody signs in once more afterwards; customers, follow-ups, tags, group chats and contact ways come along.',
    obstacle: {
      provider_missing:
        'The server has no secret of the provider, so the ids cannot be upgraded now. Ask whoever runs it to set the secret and to restart.',
      other_apps:
        'WeCom upgrades all third-party apps of a provider at once, and {names} still gets old ids too. Ask the provider to arrange it.',
      former_app:
        'The history of the former self-built app is not here yet, and could not come after the upgrade. Bring it first.',
    },
    start: 'Upgrade the ids',
    sure: 'Upgrade the ids now?',
    sureText: 'New ids are asked for first; when all are known, WeCom upgrades.',
    sureGone:
      '{n} id has no new one and stays the old one. Nothing of it is deleted.|{n} ids have no new one and stay the old ones. Nothing of them is deleted.',
    begin: 'Check, then upgrade',
    beginGone: 'Upgrade without them',
    failedToStart: 'Did not begin: {cause}',
    started: 'New ids are being asked for',
    converting: 'New ids are asked for',
    convertingText: 'The app works as ever; it is upgraded once all are known.',
    stopped: 'Stopped before the upgrade; nothing has changed',
    stoppedNeeded:
      '{n} id in use has no new one, so the upgrade cannot be done. Mend the reason below and check again.|{n} ids in use have no new ones, so the upgrade cannot be done. Mend the reasons below and check again.',
    stoppedGone:
      '{n} id has no new one: somebody left, is no customer any more or is not visible, or a tag was deleted. The upgrade may go on without it.|{n} ids have no new ones: people left, are no customers any more or are not visible, or tags were deleted. The upgrade may go on without them.',
    again: 'Check again',
    retry: 'Try again',
    goOn: 'Upgrade without them',
    moving: 'The ids are upgraded; the rows follow',
    movingText: 'A full sync comes first, then the history gets its new ids. Work goes on meanwhile.',
    done: 'The ids are upgraded',
    doneKept: 'The ids are upgraded; {n} is still an old one|The ids are upgraded; {n} are still old ones',
    failed: 'It did not come to its end',
    failedText: 'Nothing is lost; trying again goes on from there.',
    consent:
      'The company may not have agreed to new ids of customers. Ask its admin to agree in the WeCom console, then check again.',
    asked: 'New ids known',
    missingNeeded: 'In use, without a new id',
    missingGone: 'Gone, without a new id',
    finishedAt: 'Finished',
    missing: 'Without a new id',
    kept: 'Still under the old id',
  },
} as const satisfies SectionMessages;
