type Line = [from: 'customer' | 'member', text: string];

/** Short conversations of a machine-tool maker's reps, in order; a chat is one or several of them. */
export const TALKS: [Line[], ...Line[][]] = [
  [
    ['customer', '你好，铣铝件的机器有现货吗'],
    ['member', '您好，有的。零件大概多大，一个月做多少？'],
    ['customer', '最长 400，一个月三千件左右'],
    ['member', '那立加 850 就够，我发份参数给您看'],
  ],
  [
    ['customer', '五轴的报价单能发一份吗'],
    ['member', '报价单整理好了，交期 45 天，含安装培训'],
    ['customer', '收到，我先拿去走审批'],
  ],
  [
    ['customer', '样件收到了，尺寸没问题'],
    ['member', '太好了，检测报告我明天寄给您'],
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
    ['customer', '两台一起订能不能再优惠点'],
    ['member', '我跟厂里申请一下，明天给您新报价'],
  ],
  [
    ['customer', '年后再看吧，今年预算用完了'],
    ['member', '好的，年后我再联系您，提前祝您新年好'],
  ],
  [
    ['customer', '付款能按 3-6-1 吗'],
    ['member', '我去问下法务，周一答复您'],
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
    [14_460, 'customer', '那两台一起订能不能再优惠点？'],
    [14_445, 'member', '我跟厂里申请一下，明天给您新报价'],
    [
      13_020,
      'member',
      '欧阳总，报价单更新了：两台一起订免运费，主轴质保延到三年。您先过目，有要调的随时说。',
    ],
    [12_980, 'customer', '收到，我先拿去走审批'],
    [5_780, 'customer', '刚电话里说的，交期能写进合同吗？我们 1 月底要量产'],
    [5_770, 'member', '可以写，45 天交付，晚一天按合同赔'],
    [12, 'customer', '张工早，上周说的样件检测报告出来了吗？'],
    [9, 'member', '好了，今天上午寄，寄出发您单号'],
  ],
  赵敏: [
    [1_600, 'member', '维保合同的电子版发您邮箱了'],
    [34, 'customer', '收到，盖好章寄给你'],
  ],
  陈工: [
    [1_500, 'customer', '样件收到了，尺寸没问题'],
    [1_490, 'member', '太好了，检测报告我明天寄给您'],
  ],
  孙总: [
    [4_400, 'member', '孙总，年底有一批现机，价格合适，要不要看看'],
    [4_320, 'customer', '年后再看吧，今年预算用完了'],
  ],
  丁: [
    [2_950, 'customer', '？'],
    [2_900, 'customer', '在吗'],
  ],
};
