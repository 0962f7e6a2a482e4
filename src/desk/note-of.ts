const LEAD = 'Handled manually: ';

/** What somebody wrote of a door they handle themselves, out of the sentence in which the run keeps it. */
export const noteOf = (why: string, standIn: { accessCodeId: string } | null = null): string => {
  const note = why.startsWith(LEAD) ? why.slice(LEAD.length) : why;
  const rest = standIn ? note.lastIndexOf(` Code ${standIn.accessCodeId} keeps working`) : -1;
  return rest === -1 ? note : note.slice(0, rest);
};
