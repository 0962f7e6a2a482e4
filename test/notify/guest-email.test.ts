import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isNotifyFault } from '../../src/notify/fault.ts';
import { aDoor, aNotify, faultOf, someNews } from './builders.ts';
import { startMailServer } from './mail-server.ts';

let server: Awaited<ReturnType<typeof startMailServer>>;
beforeAll(async () => {
  server = await startMailServer();
});
afterAll(() => server.close());

const mailOf = async (news = someNews(), locale?: string) => {
  await aNotify({ smtpUrl: server.url, ...(locale === undefined ? {} : { locale }) }).sendCodes(news);
  return server.last();
};
/** What a person sees of an HTML text. */
const seen = (html = '') =>
  html
    .replace(/<[^>]*>/g, '')
    .replace(/\s+/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&#34;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');

it('a guest with an address gets one e-mail with code, door and times, in HTML and in text', async () => {
  const { to, mail } = await mailOf();
  expect(to).toEqual(['ada@guests.example']);
  expect(mail.from).toMatchObject({ name: 'Beach, House', address: 'codes@host.example' });
  expect(mail.subject).toBe('Your door code for reservation 4711');
  for (const text of [mail.text ?? '', seen(mail.html)]) {
    expect(text).toContain('Ada Lovelace');
    expect(text).toContain('Front door');
    expect(text).toContain('*0123#');
    expect(text).toContain('Tuesday, 1 December 2026, 16:00');
    expect(text).toContain('Saturday, 5 December 2026, 10:00');
  }
});

it('every door says where it stands', async () => {
  const none = { pin: null, localStart: null, localEnd: null };
  const { mail } = await mailOf(
    someNews({
      doors: [
        aDoor(),
        aDoor({ doorName: 'Pool gate', state: 'not_yet', ...none }),
        aDoor({ doorName: 'Sauna', state: 'impossible', ...none }),
      ],
    }),
  );
  for (const text of [mail.text ?? '', seen(mail.html)]) {
    expect(text).toMatch(/Pool gate\s+The code for this door is not ready yet/);
    expect(text).toMatch(/Sauna\s+We could not make a code for this door/);
  }
});

it('a PIN that takes the place of an earlier one says so, and no other does', async () => {
  const replaced = await mailOf(someNews({ doors: [aDoor({ replacesEarlierPin: true })] }));
  for (const text of [replaced.mail.text ?? '', seen(replaced.mail.html)]) {
    expect(text).toContain('Do not use the earlier code any more: use this one.');
  }
  expect((await mailOf()).mail.text).not.toContain('earlier');
});

it('an earlier PIN is not to be used even while the new one is not ready', async () => {
  const door = aDoor({ state: 'not_yet', pin: null, localStart: null, localEnd: null });
  const { mail } = await mailOf(someNews({ doors: [{ ...door, replacesEarlierPin: true }] }));
  expect(mail.text).toContain('Do not use the earlier code for this door any more.');
});

it("times are written as in the guest's country", async () => {
  const { mail } = await mailOf(someNews({ guest: { email: 'ada@guests.example', language: 'en-US' } }));
  for (const text of [mail.text, mail.html]) expect(text).toContain('Tuesday, December 1, 2026');
});

describe('a mail in German', () => {
  const email = 'ada@guests.example';
  const none = { pin: null, localStart: null, localEnd: null };
  const doors = [
    aDoor({ replacesEarlierPin: true }),
    aDoor({ state: 'not_yet', ...none }),
    aDoor({ state: 'impossible', ...none }),
  ];

  it('says everything in German to a guest who speaks it', async () => {
    const { mail } = await mailOf(someNews({ guest: { email, language: 'de-AT' }, doors }));
    expect(mail.subject).toBe('Ihr Zimmercode zur Reservierung 4711');
    expect(mail.html).toContain('<html lang="de">');
    for (const text of [mail.text ?? '', seen(mail.html)]) {
      expect(text).toContain('Dienstag, 1. Dezember 2026, 16:00');
      expect(text).toContain('*0123#');
      expect(text).toContain('Dieser Code ersetzt den früheren für diese Tür.');
      expect(text).toContain('Für diese Tür liegt noch kein gültiger Code vor.');
      expect(text).toContain('Für diese Tür konnten wir keinen Code erstellen.');
      expect(text).not.toMatch(/Hello|here is|your|until|Arrival|Departure|[Tt]he code/);
    }
  });

  it.each([
    ['of whom no language is known, at a German property', {}, 'de-DE', 'Guten Tag,'],
    ['whose language nobody knows, at a German property', { language: 'not one' }, 'de-DE', 'Guten Tag,'],
    ['who speaks English, at a German property', { language: 'en' }, 'de-DE', 'Hello,'],
    ['who speaks German, elsewhere', { language: 'de' }, undefined, 'Guten Tag,'],
    ['who speaks what no template does', { language: 'fr' }, 'de-DE', 'Hello,'],
  ])('or in English goes to a guest %s', async (_who, guest, locale, greeting) => {
    const { mail } = await mailOf(someNews({ guest: { email, ...guest } }), locale);
    expect(mail.text?.split('\n')[0]).toBe(greeting);
  });
});

it('a PIN arrives character for character', async () => {
  const pin = fc.string({ unit: fc.constantFrom(...'0123456789*#'), minLength: 1, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(fc.array(pin, { minLength: 50, maxLength: 50 }), async (pins) => {
      const { mail } = await mailOf(someNews({ doors: pins.map((pin) => aDoor({ pin })) }));
      expect([...(mail.text ?? '').matchAll(/^Code: (.*)$/gm)].map(([, pin]) => pin)).toEqual(pins);
      expect([...(mail.html ?? '').matchAll(/pre">(.*)<\/span>/g)].map(([, pin]) => pin)).toEqual(pins);
    }),
    { numRuns: 4, endOnFailure: true },
  );
});

it('mail programs are told that a PIN is no telephone number', async () => {
  expect((await mailOf()).mail.html).toContain('content="telephone=no');
});

describe('a hostile name', () => {
  const headersOf = (raw: string) => raw.slice(0, raw.indexOf('\r\n\r\n'));
  const hostile = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.string({
      unit: fc.constantFrom(...'<>&"\'\r\n\0\u2028{}% ', 'Bcc: x@evil.example', '<script>', '{{ pin }}'),
    }),
  );

  it('adds no header, no recipient and no markup', async () => {
    const names = (raw: string) => [...headersOf(raw).matchAll(/^([\w-]+):/gm)].map(([, name]) => name);
    const plain = names((await mailOf()).raw);
    const manyNames = fc.array(fc.tuple(hostile, hostile), { minLength: 20, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(manyNames, async (all) => {
        const notify = aNotify({ smtpUrl: server.url });
        const before = server.received.length;
        await Promise.all(
          all.map(([name, doorName]) => {
            const guest = {
              name: `${name}\r\nBcc: x@evil.example\r\n\r\n<img src=x>`,
              email: 'ada@guests.example',
            };
            return notify.sendCodes(someNews({ guest, doors: [aDoor({ doorName })] }));
          }),
        );
        const received = server.received.slice(before);
        expect(received).toHaveLength(all.length);
        for (const { raw, to, mail } of received) {
          expect(names(raw)).toEqual(plain);
          expect(to).toEqual(['ada@guests.example']);
          expect(mail.html).not.toMatch(/<(img|script)/);
          expect(mail.html).toContain('&lt;img src=x&gt;');
        }
      }),
      { numRuns: 4, endOnFailure: true },
    );
  });

  it('in a reservation id keeps the subject one line', async () => {
    const key = { ...someNews().key, reservationId: '1\r\nBcc: x@evil.example\u2028<b>' };
    const { to, mail } = await mailOf(someNews({ key }));
    expect(to).toHaveLength(1);
    expect(mail.bcc).toBeUndefined();
    expect(mail.subject).toBe('Your door code for reservation 1 Bcc: x@evil.example <b>');
    expect(mail.html).toContain('&lt;b&gt;');
  });
});

describe('an address', () => {
  it.each([
    'a@x.example, b@y.example',
    'a@x.example\r\nRCPT TO:<b@y.example>',
    'Ada <a@x.example>',
    'nobody',
    '"a b"@x.example',
  ])('that is none or several is refused without being shown: %j', async (email) => {
    const before = server.received.length;
    const sent = aNotify({ smtpUrl: server.url }).sendCodes(someNews({ guest: { email } }));
    const fault = await faultOf(sent);
    expect(fault).toContain('guest_email: expected one e-mail address');
    expect(fault).not.toContain(email);
    expect(server.received).toHaveLength(before);
  });

  it('the mail server does not take is told apart, and not shown', async () => {
    await using strict = await startMailServer({ refuses: ['ada@guests.example'] });
    const sent = aNotify({ smtpUrl: strict.url }).sendCodes(someNews());
    const fault = await faultOf(sent);
    expect(fault).toContain('guest_email: the mail server does not take the address: status 550');
    expect(fault).not.toMatch(/guests\.example|Ada|0123/);
    await sent.catch((error: unknown) => expect(isNotifyFault(error) && error.isAddressRefused).toBe(true));
  });
});

it('a repeat has the same Message-ID, other news have another', async () => {
  const first = await mailOf();
  const again = await mailOf();
  const other = await mailOf(someNews({ id: 'codes/hostaway/beach-house/4711/3' }));
  expect(first.mail.messageId).toMatch(/^<[0-9a-f]{40}@host\.example>$/);
  expect(again.mail.messageId).toBe(first.mail.messageId);
  expect(other.mail.messageId).not.toBe(first.mail.messageId);
});

it('a wrong password is named by its status alone', async () => {
  await using guarded = await startMailServer({ password: 'right' });
  const smtpUrl = `smtp://staykey:tellnobody@${guarded.address}`;
  const fault = await faultOf(aNotify({ smtpUrl }).sendCodes(someNews()));
  expect(fault).toContain('guest_email: the mail server said no: status 535 (EAUTH)');
  expect(fault).not.toMatch(/tellnobody|guests\.example|Ada|0123/);
  await aNotify({ smtpUrl: smtpUrl.replace('tellnobody', 'right') }).sendCodes(someNews());
  expect(guarded.received).toHaveLength(1);
});

it('a mail server that is not there is named without its address', async () => {
  const gone = await startMailServer();
  await gone.close();
  const fault = await faultOf(aNotify({ smtpUrl: gone.url }).sendCodes(someNews()));
  expect(fault).toMatch(
    /^guest_email: no answer from the mail server \((ECONNREFUSED|ESOCKET|ECONNECTION)\)/,
  );
  expect(fault).not.toContain(gone.address);
});
