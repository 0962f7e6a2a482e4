import { ServiceError } from '@temporalio/client';
import { expect, test } from 'vitest';
import { isUnanswered } from '../../src/temporal/no-answer.ts';

const refusal = (code: number, name: string) =>
  new ServiceError('Failed to query Workflow', {
    cause: Object.assign(new Error(`${code} ${name}`), { code, details: name, metadata: {} }),
  });

test.each([
  [1, 'CANCELLED', 'the server gave up a moment before the client did'],
  [4, 'DEADLINE_EXCEEDED', 'the client gave up'],
  [9, 'FAILED_PRECONDITION', 'the run has not had its first task'],
])('%i %s is a worker that did not answer: %s', (code, name) => {
  expect(isUnanswered(refusal(code, name))).toBe(true);
});

test.each([
  [14, 'UNAVAILABLE'],
  [8, 'RESOURCE_EXHAUSTED'],
  [5, 'NOT_FOUND'],
])('%i %s is not', (code, name) => {
  expect(isUnanswered(refusal(code, name))).toBe(false);
});
