import ICAL from 'ical.js';

/** One end of an event as it is written. */
export interface EventTime {
  /** `YYYY-MM-DD`, or `YYYY-MM-DDTHH:MM:SS` with `Z` where it is in UTC. */
  value: string;
  /** The name of its zone, as the file has it. */
  zoneName: string | null;
}

export interface EventFields {
  uid: string;
  summary: string;
  description: string;
  url: string;
  /** In upper case. */
  status: string;
  start: EventTime | null;
  end: EventTime | null;
  lastModified: EventTime | null;
  /** Zero where there is none. */
  sequence: number;
  /** It stands for several events. */
  isRecurring: boolean;
}

/** The fields of one VEVENT; null where it can't be read. */
export const eventFields = (text: string): EventFields | null => {
  const event = parseComponent(text);
  if (!event) return null;
  const textOf = (name: string): string => {
    const value: unknown = event.getFirstPropertyValue(name);
    return typeof value === 'string' ? value.trim() : '';
  };
  return {
    uid: textOf('uid'),
    summary: textOf('summary'),
    description: textOf('description'),
    url: textOf('url'),
    // Of whatever type: one that is no text is not the same as none.
    status: String(event.getFirstPropertyValue('status') ?? '')
      .trim()
      .toUpperCase(),
    start: timeOf(event, 'dtstart'),
    end: timeOf(event, 'dtend'),
    lastModified: timeOf(event, 'last-modified'),
    sequence: Number(event.getFirstPropertyValue('sequence') ?? 0) || 0,
    isRecurring: ['rrule', 'rdate', 'recurrence-id'].some((name) => event.hasProperty(name)),
  };
};

// The parser's own words quote the line, and a guest may be in it.
const parseComponent = (text: string): ICAL.Component | null => {
  try {
    const event = new ICAL.Component(ICAL.parse(text) as unknown[]);
    return event.name === 'vevent' ? event : null;
  } catch {
    return null;
  }
};

const timeOf = (event: ICAL.Component, name: string): EventTime | null => {
  const property = event.getFirstProperty(name);
  if (!property) return null;
  const [, , , value = ''] = property.toJSON() as unknown[];
  const zoneName = property.getFirstParameter('tzid') as string | undefined;
  // A date that does not say it is one: VALUE=DATE is left out.
  return { value: String(value).replace(/^(\d{4}-\d{2}-\d{2})T::$/, '$1'), zoneName: zoneName ?? null };
};
