import ICAL from 'ical.js';
import { zoneClock, type ZoneClock } from '../../domain/zone-clock.ts';
import type { ComponentText } from './split-calendar.ts';

/** A zone by its IANA name, or one only the file describes. */
export type EventZone = { clock: ZoneClock } | { described: ICAL.Timezone };

/** Zones by the names a file gives them; null for one that neither IANA nor the file knows. */
export const zonesOf = (zones: ComponentText[]): ((name: string) => EventZone | null) => {
  const described = new Map(zones.flatMap(readZone));
  const known = new Map<string, EventZone | null>();
  return (name) => {
    const found = known.get(name) ?? ianaZone(name) ?? described.get(name) ?? null;
    known.set(name, found);
    return found;
  };
};

// Some write the IANA name with the path of their own list before it.
const ianaZone = (name: string): EventZone | null => {
  const [tail = ''] = /[A-Za-z_]+\/[A-Za-z_+\-0-9]+(?:\/[A-Za-z_]+)?$/.exec(name.slice(-100)) ?? [];
  const [city = ''] = /[A-Za-z_]+\/[A-Za-z_+\-0-9]+$/.exec(tail) ?? [];
  const clock = [name, tail, city].map((text) => (text.length > 60 ? null : zoneClock(text)));
  const found = clock.find((each) => each !== null);
  return found ? { clock: found } : null;
};

const readZone = ({ text }: ComponentText): [string, EventZone][] => {
  if (text === null || !isPlain(text)) return [];
  try {
    const component = new ICAL.Component(ICAL.parse(text) as unknown[]);
    const location: unknown = component.getFirstPropertyValue('x-lic-location');
    const zone = typeof location === 'string' ? ianaZone(location) : null;
    const name: unknown = component.getFirstPropertyValue('tzid');
    return typeof name === 'string' ? [[name, zone ?? { described: new ICAL.Timezone(component) }]] : [];
  } catch {
    return [];
  }
};

// Rules are played out year by year: one that never or always falls due would do so without end.
const YEARLY =
  /^RRULE:(?=.*FREQ=YEARLY)(?:;?(?:FREQ=YEARLY|INTERVAL=1|WKST=[A-Z]{2}|UNTIL=\d{8}(?:T\d{6}Z?)?|BYMONTH=(?:[1-9]|1[0-2])|BYDAY=-?[1-4](?:SU|MO|TU|WE|TH|FR|SA)))+$/;
const isPlain = (text: string): boolean => {
  const lines = text.toUpperCase().split('\r\n');
  const rules = lines.filter((line) => line.startsWith('RRULE'));
  const starts = lines.filter((line) => line.startsWith('DTSTART'));
  return (
    rules.length <= 20 &&
    starts.length <= 20 &&
    rules.every((line) => YEARLY.test(line)) &&
    starts.every((line) => /:(?:1[6-9]|20)\d{6}T\d{6}$/.test(line))
  );
};
