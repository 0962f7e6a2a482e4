import { z } from 'zod';
import type { StayEnd } from '../feed-row.ts';

/** Ids come as numbers or texts, and some systems write either. */
export const id = z
  .union([z.int(), z.string().trim().min(1)], 'expected an id, a text or a whole number')
  .transform(String);

export const date = z.iso.date('expected a date, YYYY-MM-DD');

/** `HH:MM`; empty and null are none. */
export const timeOfDay = z
  .union(
    [z.string().regex(/^(?:(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?)?$/), z.null()],
    'expected HH:MM or null',
  )
  .optional()
  .transform((text) => text?.slice(0, 5) || null);

/** An instant with its offset, as epoch milliseconds. */
export const instant = z.iso
  .datetime({
    offset: true,
    error: 'expected an ISO 8601 time with offset, such as 2026-12-01T16:00:00+01:00',
  })
  .transform((text) => Date.parse(text));

/** The time of the last change where it is one that surely grows; else only the content tells of a change. */
export const changedAt = z
  .unknown()
  .optional()
  .transform((value) => instant.safeParse(value).data);

/** Of guest fields: what is no text is left out. */
export const guestText = z
  .unknown()
  .optional()
  .transform((value) => (typeof value === 'string' ? value : ''));

export const on = (day: string, time: string | null = null): StayEnd => ({ date: day, time });

export const revisionOf = (changed: number | undefined): { revision?: number } =>
  changed === undefined ? {} : { revision: changed };

export const fullName = (...parts: string[]): string => parts.filter(Boolean).join(' ');
