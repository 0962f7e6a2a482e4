import { randomUUID } from 'node:crypto';

export { fastForward, skipWhenIdle, virtualNow } from '../../src/temporal/virtual-time.ts';

/** So that test files sharing one server never take each other's tasks. */
export const uniqueTaskQueue = (name: string): string => `${name}-${randomUUID()}`;
