const LEAD = 'Somebody sees to it: ';

/** What somebody wrote of a door they see to by hand, out of the sentence in which the run keeps it. */
export const noteOf = (why: string): string => (why.startsWith(LEAD) ? why.slice(LEAD.length) : why);
