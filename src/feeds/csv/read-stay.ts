import type { CsvFeed } from '../feed-config.ts';
import type { FoundStay } from '../feed-row.ts';
import { nextDay, readDate } from './csv-dates.ts';
import type { CsvField } from './csv-profiles.ts';
import type { StatusReader } from './read-status.ts';

interface Source extends Pick<CsvFeed, 'dateFormat'> {
  place: string;
  /** Empty where the record has none. */
  cell: (field: CsvField) => string;
  meaningOf: StatusReader;
}

/** The stay of one record, or all that is wrong with it. */
export const readStay = ({ place, cell, dateFormat, meaningOf }: Source): FoundStay | string[] => {
  const faults: string[] = [];
  const date = (field: CsvField): string => {
    const read = readDate(cell(field), dateFormat);
    if (read === null) faults.push(`${field} is ${quote(cell(field))}: expected a date as ${dateFormat}`);
    return read ?? '';
  };
  const time = (field: CsvField): string | null => {
    if (cell(field) === '') return null;
    const [, hour = '', minute = ''] = /^(\d{1,2}):(\d{2})$/.exec(cell(field)) ?? [];
    if (hour === '') faults.push(`${field} is ${quote(cell(field))}: expected HH:MM`);
    return `${hour.padStart(2, '0')}:${minute}`;
  };

  const meaning = meaningOf(cell('status'));
  if (typeof meaning === 'object') faults.push(meaning.fault);
  if (cell('reservationId') === '') faults.push('reservationId is missing');
  const arrival = { date: date('arrival'), time: time('arrivalTime') };
  const departure = { date: departureDate(cell, date, faults), time: time('departureTime') };
  if (faults.length > 0 || typeof meaning === 'object') return faults;
  return {
    place,
    reservationId: cell('reservationId'),
    meaning,
    units: cell('listing') === '' ? null : [[cell('listing')]],
    arrival,
    departure,
    guest: {
      name: cell('guestName'),
      email: cell('email'),
      phone: cell('phone'),
      language: cell('language'),
    },
  };
};

/** Of the two columns there may be; where both are filled they must agree. */
const departureDate = (cell: Source['cell'], date: (field: CsvField) => string, faults: string[]): string => {
  if (cell('lastNight') === '') return date('departure');
  const lastNight = date('lastNight');
  if (lastNight === '') return '';
  const dayAfter = nextDay(lastNight);
  if (cell('departure') !== '' && date('departure') !== dayAfter) {
    faults.push(
      `departure is ${quote(cell('departure'))}: expected the day after the last night, ${dayAfter}`,
    );
  }
  return dayAfter;
};

const quote = (text: string): string => `"${text.slice(0, 40)}"`;
