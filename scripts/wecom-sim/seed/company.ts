import { addMember, type Corp, ROOT_DEPARTMENT } from '../world/corp.ts';
import type { Member } from '../world/types.ts';

const EAST = 2;
const SOUTH = 3;
const SERVICE = 4;

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

const CULTURE: Row[] = [
  ['ZhangSan', '张珊', EAST, '客户经理', 'rep', 2],
  ['MaRui', '马睿', EAST, '策划总监', 'manager', 1],
  ['TangYing', '唐颖', SOUTH, '客户经理', 'rep', 2],
  ['QianWei', '钱维', ROOT_DEPARTMENT, '运营主管', 'admin', 1],
];

const SCHOOL: Row[] = [
  ['zhangsan', '张叁', EAST, '课程顾问', 'rep', 1],
  ['LuoXin', '罗欣', EAST, '校区主任', 'manager', 2],
  ['FangYuan', '方圆', ROOT_DEPARTMENT, '教务', 'admin', 2],
];

export type CompanyName = 'machines' | 'culture' | 'school';

interface Company {
  departments: { id: number; name: string; nameEn: string }[];
  people: Row[];
  admins: string[];
}

const COMPANIES: Record<CompanyName, Company> = {
  machines: {
    departments: [
      { id: EAST, name: '华东一部', nameEn: 'East China 1' },
      { id: SOUTH, name: '华南部', nameEn: 'South China' },
      { id: SERVICE, name: '客户服务部', nameEn: 'Customer Service' },
    ],
    people: PEOPLE,
    admins: ['ZhouQiming'],
  },
  culture: {
    departments: [
      { id: EAST, name: '品牌部', nameEn: 'Brands' },
      { id: SOUTH, name: '活动部', nameEn: 'Events' },
      { id: SERVICE, name: '制作部', nameEn: 'Production' },
    ],
    people: CULTURE,
    admins: ['QianWei'],
  },
  school: {
    departments: [{ id: EAST, name: '城西校区', nameEn: 'West Campus' }],
    people: SCHOOL,
    admins: ['FangYuan'],
  },
};

export const adminsOf = (company: CompanyName): string[] => [...COMPANIES[company].admins];

/** The departments and the members of a company. */
export const addCompany = (corp: Corp, company: CompanyName = 'machines'): void => {
  const { departments, people } = COMPANIES[company];
  for (const [index, department] of departments.entries()) {
    const row = { ...department, parentid: ROOT_DEPARTMENT, order: 99999000 - index * 1000 };
    corp.departments.set(department.id, row);
  }
  for (const [index, [userid, name, department, position, role, gender]] of people.entries()) {
    const isLeader = role === 'manager' && department !== ROOT_DEPARTMENT;
    addMember(corp, {
      ...{ userid, name, alias: '', department: [department], isLeaderInDept: [isLeader ? 1 : 0] },
      ...{ position, role, gender, status: 1, hasFeature: !WITHOUT_FEATURE.has(userid) },
      mobile: `13800138${String(index).padStart(3, '0')}`,
    });
  }
};
