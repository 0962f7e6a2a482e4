import type { Speech } from './words/speech.ts';

/** A sentence of a page, and the English one of a run or of Seam beneath it, where the page is in another language. */
export interface Told {
  text: string;
  original: string | null;
}

export const plainly = (text: string): Told => ({ text, original: null });

/** Runs and Seam speak English, with all values. In another language the page says `own`, and quotes them. */
export const quoting = ({ language }: Speech, own: string, said: string): Told =>
  language === 'en' ? plainly(said) : { text: own, original: said };

/** The same for what the English page introduces, too. */
export const introducing = ({ language }: Speech, lead: string, said: string): Told =>
  language === 'en' ? plainly(`${lead} ${said}`) : { text: lead, original: said };
