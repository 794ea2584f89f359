import { z } from 'zod';
import { defineRoute } from './contract.ts';

/** A department (部门) to choose from. */
export const Department = z.object({
  /** The platform's number. */
  id: z.number().int(),
  /** 0 for the root. */
  parentId: z.number().int(),
  name: z.string(),
});
export type Department = z.output<typeof Department>;

export const listDepartments = defineRoute({
  method: 'GET',
  path: '/departments',
  summary: 'The departments in the order of the platform',
  access: 'admin',
  response: z.object({ departments: z.array(Department) }),
});
