import { maskMobile } from '@guanxi/shared/mobiles';
import type { ColleagueMobiles, Mobile, Profile } from '@guanxi/shared/profile';

/** A phone of the mocked server; its ref is the number itself, which nobody but it may look into. */
export const mobileOf = (number: string): Mobile => ({ masked: maskMobile(number), ref: btoa(number) });

const synced = <Value>(value: Value) => ({ value, saved: value, state: 'synced' as const, failure: null });
const mobiles = (...numbers: string[]) => synced(numbers.map(mobileOf));

export const sampleProfile = (): Profile => ({
  remark: synced('欧阳娜娜-采购总监(新)'),
  description: synced('2025 年工博会认识，主要看五轴；老板姓周，偏好分期付款。\n不要在周一上午打电话。'),
  company: synced('上海临港新片区锐行数控装备有限公司'),
  mobiles: mobiles('13812345678', '02166554433'),
});

export const emptyProfile = (): Profile => ({
  remark: synced(''),
  description: synced(''),
  company: synced(''),
  mobiles: mobiles(),
});

export const longProfile = (): Profile => ({
  remark: synced('上海浦东新区某某精密机械制造有限公司-李经理'),
  description: synced(
    '2025 年工博会认识，主要看五轴；老板姓周，偏好分期付款，首付三成。采购流程要过集团设备部、财务和审计三道，每道一到两周。周工管技术，认刚性和售后响应；李经理管价格。\n不要在周一上午打电话，有例会；微信当天必回。邮箱 alexandra.constantinopoulos-mueller@example.com',
  ),
  company: synced('上海浦东新区某某精密机械制造（集团）'),
  mobiles: mobiles('13812345678', '+8613987654321', '02166554433', '13700001111', '13600002222'),
});

export const pendingProfile = (): Profile => ({
  ...sampleProfile(),
  remark: { ...synced('娜娜'), value: '欧阳娜娜-采购总监(新)', state: 'pending' },
  description: { ...synced(''), value: '主要看五轴；偏好分期付款。', state: 'pending' },
  mobiles: {
    ...mobiles('13812345678'),
    value: ['13812345678', '13987654321'].map(mobileOf),
    state: 'pending',
  },
});

export const failedProfile = (): Profile => ({
  ...sampleProfile(),
  remark: {
    ...synced('娜娜'),
    value: '欧阳娜娜-采购总监(新)',
    state: 'failed',
    failure: { reason: 'relation_gone', errcode: 84061, attempts: 1 },
  },
  mobiles: {
    ...mobiles('13812345678'),
    value: ['13812345678', '13987654321'].map(mobileOf),
    state: 'failed',
    failure: { reason: 'unreachable', errcode: null, attempts: 4 },
  },
});

export const colleagueMobiles: ColleagueMobiles[] = [
  {
    member: { memberId: 2, userId: 'lisi', name: '李思' },
    mobiles: ['13812345678', '02166554433'].map(mobileOf),
  },
];
