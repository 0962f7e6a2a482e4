import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { TemplateError } from '../../src/notify/templates.ts';
import { aNotify, someNews } from './builders.ts';
import { startMailServer } from './mail-server.ts';

const folderWith = (files: Record<string, string>): string => {
  const folder = mkdtempSync(join(tmpdir(), 'staykey-templates-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
};
const problemsOf = (files: Record<string, string>): string => {
  try {
    aNotify({ templatesFolder: folderWith(files) });
  } catch (error) {
    if (error instanceof TemplateError) return error.message;
    throw error;
  }
  return 'none';
};

it("a host's own template is used, and ours for those it does not have", async () => {
  await using server = await startMailServer();
  const templatesFolder = folderWith({
    'guest.subject.txt': 'Willkommen, {{ guest_name }}\r\nBcc: x@evil.example',
    'guest.html': '<p>{{ guest_name }}: {% for door in doors %}{{ door.pin }}{% endfor %}</p>',
  });
  const guest = { name: 'A <b>\r\nX-Evil: 1', email: 'ada@guests.example' };
  await aNotify({ smtpUrl: server.url, templatesFolder }).sendCodes(someNews({ guest }));
  const { to, mail } = server.last();
  expect(mail.subject).toBe('Willkommen, A <b> X-Evil: 1 Bcc: x@evil.example');
  expect(to).toEqual(['ada@guests.example']);
  expect(mail.html).toContain('<p>A &lt;b&gt; X-Evil: 1: *0123#</p>');
  expect(mail.text).toContain('All times are the local time of the door.');
});

it("a host's template without a language serves all it has none of its own for, and ours do not come between", async () => {
  await using server = await startMailServer();
  const templatesFolder = folderWith({
    'guest.txt': 'Aloha',
    'guest.fr.subject.txt': 'Bonjour',
    'guest.fr.txt': 'Voici le code',
  });
  const mailTo = async (language: string) => {
    const guest = { email: 'ada@guests.example', language };
    await aNotify({ smtpUrl: server.url, templatesFolder }).sendCodes(someNews({ guest }));
    const { subject, text, html = '' } = server.last().mail;
    return [subject, text?.trim(), /<html lang="(..)">/.exec(html)?.[1]];
  };
  expect(await mailTo('de')).toEqual(['Ihr Zimmercode zur Reservierung 4711', 'Aloha', 'de']);
  expect(await mailTo('fr-CA')).toEqual(['Bonjour', 'Voici le code', 'en']);
  expect(await mailTo('it')).toEqual(['Your door code for reservation 4711', 'Aloha', 'en']);
  expect(problemsOf({ 'guest.pt.txt': '{{ gest_name }}' })).toMatch(/guest\.pt\.txt, line 1, .*gest_name/);
});

it('a template that is no Liquid is refused at start, with file and place', () => {
  expect(problemsOf({ 'guest.txt': 'Hello\n  {% if guest_name %}\nnever closed' })).toMatch(
    /guest\.txt, line 2, column 3: .*not closed/,
  );
});

it('a misspelt name or filter is refused at start, with file and place', () => {
  const message = problemsOf({
    'guest.html': 'Dear {{ gest_name }}',
    'staff.txt': '\n{{ count | shout }}',
  });
  expect(message).toContain('The templates have 2 problem(s)');
  expect(message).toMatch(/guest\.html, line 1, column 9: undefined variable: gest_name/);
  expect(message).toMatch(/staff\.txt, line 2, column 1: undefined filter: shout/);
});

it('a name misspelt in a branch that few messages reach is found as well', () => {
  const branch =
    '{% for door in doors %}{% if door.state == "impossible" %}{{ door.nam }}{% endif %}{% endfor %}';
  expect(problemsOf({ 'guest.txt': branch })).toMatch(/guest\.txt, line 1, .*door\.nam/);
});

it('a template can be split into files beside it', () => {
  const files = { 'guest.html': '{% render "foot.html" %}', 'foot.html': '<p>The Beach House</p>' };
  expect(problemsOf(files)).toBe('none');
  expect(problemsOf({ ...files, 'foot.html': '\n{% oops %}' })).toMatch(/foot\.html, line 2, column 1/);
});
