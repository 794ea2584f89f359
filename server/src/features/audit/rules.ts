/** What a subject is called where its row went: only relations are audited. */
export function subjectThere(subject: string, to: { row(table: string, id: number): number }): string {
  const [kind, id] = subject.split(':');
  return kind === 'relation' ? `relation:${to.row('follow_relation', Number(id))}` : subject;
}
