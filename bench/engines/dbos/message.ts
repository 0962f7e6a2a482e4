import type { Booking } from '../shared/rules.ts';

export type Message = { kind: 'change'; booking: Booking } | { kind: 'cancel' } | { kind: 'seamEvent' };

export const QUEUE = 'stays';
/** Fixed, as it would be for a deployment: stories are recovered by the version they began with. */
export const VERSION = '1';
