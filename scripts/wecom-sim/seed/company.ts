import { addMember, type Corp, ROOT_DEPARTMENT } from '../world/corp.ts';
import type { Member } from '../world/types.ts';

const EAST = 2;
const SOUTH = 3;
const SERVICE = 4;

const DEPARTMENTS = [
  { id: EAST, name: '华东一部', nameEn: 'East China 1' },
  { id: SOUTH, name: '华南部', nameEn: 'South China' },
  { id: SERVICE, name: '客户服务部', nameEn: 'Customer Service' },
];

type Row = [
  userid: string,
  name: string,
  department: number,
  position: string,
  role: Member['role'],
  gender: 1 | 2,
];

const PEOPLE: Row[] = [
  ['ZhangSan', '张三', EAST, '销售工程师', 'rep', 1],
  ['WangMin', '王敏', EAST, '区域销售经理', 'manager', 2],
  ['SunHao', '孙浩', EAST, '销售工程师', 'rep', 1],
  ['LiSi', '李思', SOUTH, '高级销售工程师', 'rep', 2],
  ['ChenGuodong', '陈国栋', SOUTH, '区域销售经理', 'manager', 1],
  ['HuangXiaotong', '黄晓彤', SOUTH, '销售工程师', 'rep', 2],
  ['WuJunjie', '吴俊杰', SOUTH, '渠道经理', 'rep', 1],
  ['LiuFang', '刘芳', SERVICE, '客户服务主管', 'manager', 2],
  ['ZhaoLei', '赵磊', SERVICE, '售后工程师', 'rep', 1],
  ['HeJing', '何静', SERVICE, '客服专员', 'rep', 2],
  ['ZhouQiming', '周启明', ROOT_DEPARTMENT, '信息化主管', 'admin', 1],
  ['LinJianye', '林建业', ROOT_DEPARTMENT, '总经理', 'manager', 1],
];

/** The boss has no 客户联系 and 何静 has no customer yet: both happen in every company. */
const WITHOUT_FEATURE = new Set(['LinJianye']);

export const ADMINS = ['ZhouQiming'];

/** The departments and the twelve members of the demo company. */
export const addCompany = (corp: Corp): void => {
  for (const [index, department] of DEPARTMENTS.entries()) {
    const row = { ...department, parentid: ROOT_DEPARTMENT, order: 99999000 - index * 1000 };
    corp.departments.set(department.id, row);
  }
  for (const [index, [userid, name, department, position, role, gender]] of PEOPLE.entries()) {
    const isLeader = role === 'manager' && department !== ROOT_DEPARTMENT;
    addMember(corp, {
      ...{ userid, name, alias: '', department: [department], isLeaderInDept: [isLeader ? 1 : 0] },
      ...{ position, role, gender, status: 1, hasFeature: !WITHOUT_FEATURE.has(userid) },
      mobile: `13800138${String(index).padStart(3, '0')}`,
    });
  }
};
