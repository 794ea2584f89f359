/** Permissions and switches in the admin's words. */
export const PERMISSIONS = {
  contacts: '通讯录基本信息',
  'contact-sync': '通讯录编辑',
  organization: '组织架构',
  'user-names': '成员姓名',
  'department-names': '部门名称',
  positions: '成员职务',
  messages: '应用消息',
  customers: '客户基础信息',
  tags: '客户标签',
  welcome: '欢迎语',
  'contact-ways': '联系我',
  transfer: '在职继承',
  resigned: '离职继承',
  statistics: '联系统计',
  'group-welcome': '入群欢迎语',
  'group-statistics': '群统计',
  'group-transfer': '群在职继承',
  'group-resigned': '群离职继承',
  payments: '对外收款',
};

export const KINDS = { suite: '第三方应用', template: '代开发', customized: '代开发', login: '登录授权' };
export const LICENCES = { none: '无许可', base: '基础账号', interop: '互通账号' };
export const CHECKS = { trial: '试用期后检查', on: '现在检查', off: '不检查' };
export const OUTCOMES = {
  waiting: '等待',
  delivered: '送达',
  'wrong-answer': '应答不是 success',
  'given-up': '放弃',
  dropped: '丢弃',
};

export const SWITCHES = {
  echoApiWrites: '接口写入也推送事件',
  expiresInCountsDown: 'expires_in 递减',
  batchEmptyIs84061: '批量无客户时返回 84061',
  fullContactEvents: '通讯录事件带完整字段',
  omitLastCursor: '末页不返回游标',
  retryWrongAnswer: '应答不是 success 时重推',
  dataReceiveIdIsSuite: '数据回调以 suite_id 结尾',
  reinstallKeepsCode: '重装沿用永久授权码',
  tokenCallsOmitErrcode: '凭证接口成功时不带 errcode',
  customizedStartsOffline: '代开发应用安装后为开发中',
};

export const EDITION_STATES = [
  '未付费',
  '试用中',
  '试用结束',
  '已付费',
  '付费到期',
  '不限期试用',
  '人数超出',
  '人数超出已久',
];

export const ACTIVITIES = {
  warned: '提醒：快要因不用而停用',
  closed: '长期不用，停用',
  reopened: '重新启用',
  'low-warned': '提醒：活跃度快不够了',
  low: '活跃度低',
  restored: '恢复活跃',
};

export const DATA_PERMISSIONS = {
  data_zone_chat: '会话专区',
  customer_acquisition: '获客助手',
};
