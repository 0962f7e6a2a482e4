import { inspect } from 'node:util';
import { SeamHttp } from '@seamapi/http';
import { ActivityFailure, ApplicationFailure, defaultPayloadConverter, RetryState } from '@temporalio/common';
import proto from '@temporalio/proto';
import { DefaultLogger } from '@temporalio/worker';
import { expect, test } from 'vitest';
import { toFailure } from '../../src/activities/seam-faults.ts';
import { failureConverter } from '../../src/temporal/failure-converter.ts';
import { createWorkerLog } from '../../src/temporal/worker-log.ts';
import { startSimulator } from '../support/simulator.ts';

const apiKey = 'seam_verysecret';

/** What the HTTP library throws, before anybody translates it. */
const untranslated = async (): Promise<Error> => {
  await using simulator = await startSimulator({ apiKey });
  simulator.addFault({ kind: 'html_502' });
  const http = new SeamHttp({ apiKey, endpoint: simulator.url, axiosRetryOptions: { retries: 0 } });
  return await http.devices.list().then(
    () => Promise.reject(new Error('It did not fail')),
    (error: unknown) => error as Error,
  );
};

const logged = (level: 'DEBUG' | 'WARN' = 'DEBUG') => {
  const lines: string[] = [];
  const base = new DefaultLogger(
    level,
    ({ message, meta }) => void lines.push(`${message} ${inspect(meta)}`),
  );
  return { lines, log: createWorkerLog(level, base) };
};

test('an error of the HTTP library holds the key, and the log of an activity that threw it does not', async () => {
  const error = await untranslated();
  expect(inspect(error, { depth: 5 })).toContain(apiKey);

  const { lines, log } = logged();
  const wrapped = new Error('Delivery failed', { cause: ApplicationFailure.fromError(error) });
  log.warn('Activity failed', { error, attempt: 2 });
  log.warn('Activity failed', { error: wrapped });
  log.error('Many at once', { errors: [error], request: error.constructor, response: { ...error } });
  expect(lines.join('\n')).not.toContain(apiKey);
  expect(lines[0]).toMatch(/Activity failed.*attempt: 2/s);
  expect(lines[1]).toMatch(/Delivery failed.*caused by: .*status code 502/s);
});

test('a task that could not be read is not written into the log', () => {
  const { lines, log } = logged();
  log.error('Error while processing ActivityTask.start', {
    task: '{"guest":"Ada"}',
    taskEncoded: 'QWRh',
    activityId: '7',
  });
  expect(lines.join()).toContain("activityId: '7'");
  expect(lines.join()).not.toMatch(/Ada|QWRh/);
});

test('causes without end are cut, and entries below the level are not written', () => {
  const circle = new Error('round');
  circle.cause = circle;
  const { lines, log } = logged('WARN');
  log.info('not this');
  log.warn('this', { error: circle });
  expect(lines).toHaveLength(1);
  expect(lines[0]?.match(/round/g)?.length).toBeLessThan(30);
});

test('a failure on its way to Temporal holds messages and stacks alone, where the codec encrypts them', async () => {
  const error = toFailure(await untranslated());
  const activity = new ActivityFailure(
    'Activity task failed',
    'issueAccessCode',
    '1',
    RetryState.TIMEOUT,
    'worker',
    ApplicationFailure.fromError(error),
  );
  const failure = failureConverter.errorToFailure(activity, defaultPayloadConverter);
  expect(failure).toMatchObject({ message: 'Encoded failure', cause: { message: 'Encoded failure' } });
  const sent = Buffer.from(proto.temporal.api.failure.v1.Failure.encode(failure).finish()).toString('utf8');
  expect(sent).toContain('status code 502');
  expect(sent).not.toContain(apiKey);
});
