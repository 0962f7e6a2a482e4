import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Liquid, type Template } from 'liquidjs';
import { guestMessage, type GuestMessage } from './guest-message.ts';
import { oneLine } from './plain-text.ts';
import { sampleDigest, sampleNews } from './samples.ts';
import { staffMessage, type StaffMessage } from './staff-message.ts';
import { fileOf, languagesOf } from './template-files.ts';

export interface MailText {
  subject: string;
  html: string;
  text: string;
}

export interface Templates {
  guest: (message: GuestMessage) => MailText;
  staff: (message: StaffMessage) => MailText;
}

/** All that is wrong with the templates, each with its file and place. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
  constructor(problems: string[]) {
    super(
      `The templates have ${problems.length} problem(s):\n${problems.map((line) => `  ${line}`).join('\n')}`,
    );
  }
}

const ours = fileURLToPath(new URL('../../templates', import.meta.url));

/**
 * Liquid, because a host may change these files: a template can show what it is given and nothing else. Every template
 * is rendered once with samples, so that a misspelt name stops the start and not a message at night.
 * @throws {TemplateError}
 */
export const loadTemplates = (folder: string | null): Templates => {
  const root = folder === null ? [ours] : [folder, ours];
  const strict = { root, strictVariables: true, strictFilters: true, ownPropertyOnly: true };
  const html = new Liquid({ ...strict, outputEscape: 'escape' });
  const plain = new Liquid(strict);
  // One file may serve several languages.
  const problems = new Set<string>();

  const load = <Message extends object>(engine: Liquid, file: string, samples: Message[]) => {
    let template: Template[] = [];
    const render = (message: Message) => String(engine.renderSync(template, message));
    try {
      template = engine.parseFileSync(file);
      samples.forEach(render);
    } catch (error) {
      problems.add(describe(file, error));
    }
    return render;
  };

  const loadMail = <Message extends object>(
    name: string,
    samples: Message[],
    language: string | null = null,
  ) => {
    const file = (ending: string) => fileOf(root, name, language, ending);
    const subject = load(plain, file('subject.txt'), samples);
    const text = load(plain, file('txt'), samples);
    const markup = load(html, file('html'), samples);
    return (message: Message): MailText => ({
      subject: oneLine(subject(message)),
      // Branches of a template leave empty lines behind.
      text: `${text(message)
        .replace(/\n{3,}/g, '\n\n')
        .trim()}\n`,
      html: markup(message),
    });
  };

  const loadGuestMail = (language: string | null) =>
    loadMail(
      'guest',
      sampleNews.map((news) => guestMessage(news, language)),
      language,
    );
  const guestIn = new Map(languagesOf(root, 'guest').map((language) => [language, loadGuestMail(language)]));
  const guestInAny = loadGuestMail(null);
  const staff = loadMail(
    'staff',
    [
      { runsUrl: null, runbookUrl: null },
      { runsUrl: 'https://ui.example/workflows', runbookUrl: 'https://docs.example/runbook' },
    ].map((links) => staffMessage(sampleDigest, links)),
  );
  if (problems.size > 0) throw new TemplateError([...problems]);
  return {
    guest: (message) => (guestIn.get(new Intl.Locale(message.locale).language) ?? guestInAny)(message),
    staff,
  };
};

/** `guest.txt, line:3, col:7: undefined variable: gest_name` */
const describe = (file: string, error: unknown): string => {
  const { message, token } = error as Error & { token?: { file?: string; getPosition?: () => number[] } };
  const [line, column] = token?.getPosition?.() ?? [];
  const place = line === undefined ? '' : `, line ${line}, column ${column}`;
  const where = `${token?.file ? basename(token.file) : file}${place}`;
  // The library adds file and place of its own, as a full path.
  return `${where}: ${message.split('\n')[0]?.replace(/, (file|line|col):.*$/, '')}`;
};
