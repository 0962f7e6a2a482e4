import { expect, test } from 'vitest';
import { workflowIdOf } from '../../src/commands/reservation-argument.ts';

test.each([
  ['hostaway/beach-house/4711', 'reservation/hostaway/beach-house/4711'],
  ['reservation/hostaway/beach-house/4711', 'reservation/hostaway/beach-house/4711'],
  ['hostaway/beach house/A/7', 'reservation/hostaway/beach%20house/A%2F7'],
])('%s is %s', (given, workflowId) => {
  expect(workflowIdOf(given)).toBe(workflowId);
});

test.each(['', '4711', 'hostaway/4711', 'hostaway//4711', '/a/b', 'a/b/'])('"%s" is refused', (given) => {
  expect(() => workflowIdOf(given)).toThrow(`"${given}": expected <source>/<propertyId>/<reservationId>`);
});
