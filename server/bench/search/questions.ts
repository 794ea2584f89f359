import { pinyin } from 'pinyin-pro';
import { personOf } from './people.ts';
import type { World } from './world.ts';

/** One kind of search: who asks for what. */
export interface Question {
  readonly name: string;
  /** Those the target is set for. */
  readonly isTarget: boolean;
  readonly memberOf: (world: World) => number;
  /** @param number - of a customer; what is asked for is something of theirs */
  typed(number: number): string;
}

const admin = (world: World) => world.adminId;
const syllables = (name: string) => pinyin(name, { toneType: 'none', type: 'array', v: true });
const initials = (number: number) =>
  syllables(personOf(number).name)
    .map((syllable) => syllable.slice(0, 1))
    .join('');
const nameOf = (number: number) => personOf(number).name;
const familyOf = (number: number) => personOf(number).name.slice(0, 1);

/** The kinds. A common family name, and two common words together, are the hard ones. */
export const questions: readonly Question[] = [
  { name: 'name', isTarget: true, memberOf: admin, typed: nameOf },
  { name: 'initials', isTarget: true, memberOf: admin, typed: initials },
  {
    name: 'phone tail',
    isTarget: true,
    memberOf: admin,
    typed: (number) => personOf(number).mobile.slice(-4),
  },
  { name: 'phone', isTarget: false, memberOf: admin, typed: (number) => personOf(number).mobile },
  { name: 'family name', isTarget: false, memberOf: admin, typed: familyOf },
  {
    name: 'pinyin',
    isTarget: false,
    memberOf: admin,
    typed: (number) => syllables(nameOf(number)).slice(0, 2).join(''),
  },
  { name: 'initial', isTarget: false, memberOf: admin, typed: (number) => initials(number).slice(0, 1) },
  {
    name: 'family and city',
    isTarget: false,
    memberOf: admin,
    typed: (number) => `${familyOf(number)} 北京`,
  },
  {
    name: 'family and tail',
    isTarget: false,
    memberOf: admin,
    typed: (number) => `${familyOf(number)} ${personOf(number).mobile.slice(-4)}`,
  },
  { name: 'manager: name', isTarget: false, memberOf: (world) => world.managerId, typed: nameOf },
  { name: 'manager: family', isTarget: false, memberOf: (world) => world.managerId, typed: familyOf },
  {
    name: 'manager: tail',
    isTarget: false,
    memberOf: (world) => world.managerId,
    typed: (number) => personOf(number).mobile.slice(-4),
  },
  { name: 'rep: family', isTarget: false, memberOf: (world) => world.repId, typed: familyOf },
  { name: 'rep: initials', isTarget: false, memberOf: (world) => world.repId, typed: initials },
];
