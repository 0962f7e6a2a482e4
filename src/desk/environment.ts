import { z } from 'zod';
import { notifyVariables } from '../notify/environment.ts';

/** Whether dates can be written in it. */
export const isLocale = (text: string): boolean => {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(text).length > 0;
  } catch {
    return false;
  }
};

/** What the environment may set, for `config.ts`. */
export const deskVariables = {
  STAYKEY_UI_URL: notifyVariables.STAYKEY_UI_URL,
  STAYKEY_DESK_LOCALE: z.string().refine(isLocale, 'expected a locale, such as de-DE').default('en-GB'),
};
