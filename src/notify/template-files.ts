import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Those in which a mail is there, by the names of files: `de` for `guest.de.txt`. */
export const languagesOf = (folders: readonly string[], mail: string): string[] => {
  const files = folders.flatMap((folder) => readdirSync(folder));
  const languages = files.flatMap((file) => {
    const [name, language = '', ...ending] = file.split('.');
    const isOne = name === mail && /^[a-z]{2,3}$/.test(language) && endings.has(ending.join('.'));
    return isOne ? [language] : [];
  });
  return [...new Set(languages)];
};

const endings: ReadonlySet<string> = new Set(['subject.txt', 'txt', 'html']);

/**
 * The file of a mail's part. A folder's `guest.txt` serves every language it has no file of its own for, before the next
 * folder is looked in: a host's own words are not mixed with ours.
 */
export const fileOf = (
  folders: readonly string[],
  mail: string,
  language: string | null,
  ending: string,
): string => {
  const inAny = `${mail}.${ending}`;
  const names = language === null ? [inAny] : [`${mail}.${language}.${ending}`, inAny];
  const found = folders.flatMap((folder) => names.filter((name) => existsSync(join(folder, name))));
  return found[0] ?? inAny;
};
