type Line = [from: 'customer' | 'member', text: string];

/** Short conversations of a machine-tool maker's reps, in order; a chat is one or several of them. */
export const TALKS: [Line[], ...Line[][]] = [
  [
    ['customer', '在吗，想找一台铣铝的，最好不用等'],
    ['member', '您好，有的。零件大概多大，一个月做多少？'],
    ['customer', '最长 400，一个月三千件左右'],
    ['member', '那立加 850 就够，我发份参数给您看'],
  ],
  [
    ['customer', '五轴的报价单能发一份吗'],
    ['member', '报价单整理好了，交期 45 天，含安装培训'],
    ['customer', '好，我转给领导看看'],
  ],
  [
    ['customer', '试切的件到了，量过都合格'],
    ['member', '那就好，三坐标的报告我明天给您'],
    ['customer', '好，报告上请盖章'],
  ],
  [
    ['member', '上次说的夹具方案，技术部画好了'],
    ['customer', '发我邮箱吧，我让工艺看一下'],
    ['member', '已发，有问题随时找我'],
  ],
  [
    ['customer', '主轴有点异响，什么时候能派人来看'],
    ['member', '先帮您报修，工程师今天下午联系您'],
    ['customer', '尽快，现在两班倒等着用'],
  ],
  [
    ['customer', '要是订两台，价格还能谈吗'],
    ['member', '我去问问，最晚后天回您价'],
  ],
  [
    ['customer', '先放放，要等明年的额度'],
    ['member', '好的，年后我再联系您，提前祝您新年好'],
  ],
  [
    ['customer', '首付能不能再低一点'],
    ['member', '要财务点头，我下周告诉您'],
    ['customer', '行'],
  ],
  [
    ['member', '下周工博会我们在 N3 馆，给您留了票'],
    ['customer', '谢谢，周三下午过去'],
  ],
  [
    ['customer', '刀具什么时候到'],
    ['member', '物流显示明天上午到，单号发您了'],
    ['customer', '收到'],
  ],
];

/** The last words with the people on top of 张三's list, by remark. */
export const RECENT: Record<string, [minutesAgo: number, ...Line][]> = {
  '欧阳娜娜-采购总监(新)': [
    [14_460, 'customer', '要是订两台，价格还能谈吗？'],
    [14_445, 'member', '我去问问，最晚后天回您价'],
    [13_020, 'member', '欧阳总，新价出来了：订两台送一套刀具，保养多给一年。您看看哪里还要改。'],
    [12_980, 'customer', '好，我转给领导看看'],
    [5_780, 'customer', '交货的日子要白纸黑字，新线二月就开，拖不起'],
    [5_770, 'member', '没问题，六周内装好，迟了我们认罚'],
    [12, 'customer', '早，试切件的三坐标数据有了吗？'],
    [9, 'member', '刚拿到，纸质的下午快递给您'],
  ],
  赵敏: [
    [1_600, 'member', '维保合同的电子版发您邮箱了'],
    [34, 'customer', '收到，盖好章寄给你'],
  ],
  陈工: [
    [1_500, 'customer', '试切的件到了，量过都合格'],
    [1_490, 'member', '那就好，三坐标的报告我明天给您'],
  ],
  孙总: [
    [4_400, 'member', '孙总，年底有一批现机，价格合适，要不要看看'],
    [4_320, 'customer', '先放放，要等明年的额度'],
  ],
  丁: [
    [2_950, 'customer', '？'],
    [2_900, 'customer', '在吗'],
  ],
};
