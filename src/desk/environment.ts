import { z } from 'zod';
import { isLocale } from '../domain/locale.ts';
import { notifyVariables } from '../notify/environment.ts';

/** What the environment may set, for `config.ts`. */
export const deskVariables = {
  STAYKEY_UI_URL: notifyVariables.STAYKEY_UI_URL,
  STAYKEY_DESK_LOCALE: z
    .string()
    .refine(isLocale, 'expected a locale, such as de-DE')
    .default('en-GB')
    .describe(
      'language and dates of the [front desk](front-desk.md), such as `de-DE`; a property may have its own `locale`',
    ),
};
