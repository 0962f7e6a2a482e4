import { z } from 'zod';

const text = z.string('expected a text').trim().min(1, 'expected a text that is not empty');
const record = z.record(z.string(), z.unknown(), 'expected an object');
const key = { source: text, propertyId: text, reservationId: text };
/** A Seam device id. */
const door = { door: text };

const lever = <Name extends string, Shape extends z.ZodRawShape>(name: Name, shape: Shape) =>
  z.strictObject({ do: z.literal('lever'), name: z.literal(name), ...key, ...shape });
const anyDoor = { door: text.optional() };

const levers = z.discriminatedUnion('name', [
  lever('retry', anyDoor),
  lever('reissue', door),
  lever('acknowledge', { ...door, option: text, by: text }),
  lever('hold', anyDoor),
  lever('release', anyDoor),
  lever('markHandled', { ...door, note: z.string('expected a text; an empty one takes it back') }),
]);

/** What a step can do. Misspelled fields are refused: a fault or a door left out would tell another story. */
export const actionSchema = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('reservation'), reservation: record }),
  z.strictObject({
    do: z.literal('cancel'),
    ...key,
    revision: z.int('expected a whole number').min(0, 'expected 0 or more'),
  }),
  z.strictObject({ do: z.literal('fault'), fault: record }),
  z.strictObject({ do: z.literal('clearFaults') }),
  z.strictObject({ do: z.literal('door'), device: z.looseObject({ device_id: text }, 'expected an object') }),
  z.strictObject({ do: z.literal('code'), ...key, ...door, change: record }),
  levers,
  z.strictObject({ do: z.literal('end') }),
]);

type Written = z.infer<typeof actionSchema>;

export type Lever = Extract<Written, { do: 'lever' }>;
/** All but the reservation, which is still to be read. */
export type PlainAction = Exclude<Written, { do: 'reservation' }>;
