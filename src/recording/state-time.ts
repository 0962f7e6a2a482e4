import { DateTime } from 'luxon';

/** What a file's name is expected to be. */
export const STATE_NAME =
  'a time such as 2025-06-01T00:00:00Z, 2025-06-01T00-00-00Z or 20250601T000000Z (UTC where no offset is named)';

const shape =
  /^(\d{4})-?(\d\d)-?(\d\d)[T_ ](\d\d)[-:.]?(\d\d)(?:[-:.]?(\d\d)(?:[.,](\d{1,9}))?)?(?:Z|([+-]\d\d)[-:]?(\d\d)|(\+\d\d))?$/i;

/** Epoch milliseconds of a file's name without its ending; null where it is no time. */
export const stateTime = (stem: string): number | null => {
  const [, year, month, day, hour, minute, second = '00', fraction = '0', offset, minutes = '00', hours] =
    shape.exec(stem) ?? [];
  if (year === undefined) return null;
  const ahead = offset ?? hours;
  const zone = ahead === undefined ? 'Z' : `${ahead}:${minutes}`;
  const text = `${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction}${zone}`;
  const time = DateTime.fromISO(text, { zone: 'utc' });
  return time.isValid ? time.toMillis() : null;
};
