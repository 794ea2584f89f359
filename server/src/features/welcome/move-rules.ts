/** The number of whom a message is for, where it goes; departments are called the same in every app. */
export function translateTarget(
  scope: string,
  targetId: number,
  to: { row(table: string, id: number): number },
): number {
  switch (scope) {
    case 'member':
      return to.row('member', targetId);
    case 'way':
      return to.row('contact_way', targetId);
    default:
      return targetId;
  }
}
