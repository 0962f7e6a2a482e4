import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import type { SimulatorOptions } from '../../simulator/options.ts';
import { assumptions, idsOf } from '../../src/seam-check/assumptions.ts';
import type { CheckReport } from '../../src/seam-check/report.ts';
import { anOracodeDoor, aTimeSlot, startSimulator, type RunningSimulator } from '../support/simulator.ts';

const door = anOracodeDoor({ name: 'Front', timeSlots: [aTimeSlot({ prefix: 123 })] });
const agreed = ['--door', door.device_id, '--make-a-code-that-cannot-be-deleted'];

const startSeam = (options: Partial<SimulatorOptions> = {}) =>
  startSimulator({
    world: [
      door,
      anOracodeDoor({ name: 'Pool', timeZone: null }),
      { device_id: 'd3', device_type: 'august_lock' },
    ],
    apiKey: 'seam_verysecret',
    settingAfterMs: 100,
    setAfterMs: 200,
    ...options,
  });

/** As `npm run seam:check -- …`, in a process of its own and without a terminal. */
const seamCheck = async (simulator: RunningSimulator, args: string[]) => {
  const name = join(mkdtempSync(join(tmpdir(), 'seam-check-')), 'report');
  const { exitCode, all } = await execa('node', ['src/seam-check.ts', '--report', name, ...args], {
    env: { SEAM_API_KEY: simulator.apiKey, SEAM_ENDPOINT: simulator.url, SEAM_TIMEOUT_MS: '2000' },
    preferLocal: true,
    reject: false,
    all: true,
    stdin: 'ignore',
  });
  const read = (ending: string) => readFileSync(`${name}.${ending}`, 'utf8');
  return {
    exitCode,
    output: all,
    markdown: () => read('md'),
    report: () => JSON.parse(read('json')) as CheckReport,
    outcomes: () =>
      Object.fromEntries(
        (JSON.parse(read('json')) as CheckReport).findings.map(({ id, outcome }) => [id, outcome]),
      ),
  };
};

const createsSent = (simulator: RunningSimulator) =>
  simulator.state().requests.filter(({ path }) => path === '/access_codes/create').length;

test('a whole run makes one code and finds the simulator to be as it is assumed to be', async () => {
  await using simulator = await startSeam();
  const check = await seamCheck(simulator, agreed);

  expect(check.output).toContain('Written:');
  const asAssumed = [...idsOf('reading'), ...idsOf('code')].map((id) => [id, 'as assumed']);
  expect(check.outcomes()).toEqual({
    ...Object.fromEntries(asAssumed),
    // Needs a Seam that does not round by 15 minutes.
    'mismatch-refused': 'not seen',
  });
  expect(check.exitCode).toBe(0);
  const [code, ...others] = simulator.state().access_codes;
  expect(others).toEqual([]);
  expect(check.output).toContain(`Made: ${code?.access_code_id}`);
  expect(check.report().code).toMatchObject({ accessCodeId: code?.access_code_id, doorId: door.device_id });
  expect(check.markdown()).toContain('Seam has no time zone for door "Pool"');

  const pin = code?.code ?? 'none';
  for (const text of [check.output, check.markdown(), JSON.stringify(check.report())]) {
    expect(text).not.toMatch(new RegExp(`\\b${pin}\\b`));
    expect(text).not.toContain('verysecret');
  }
});

test('nothing is made unless somebody agrees, and without a terminal nobody does', async () => {
  await using simulator = await startSeam();
  for (const args of [[], ['--door', door.device_id]]) {
    const check = await seamCheck(simulator, args);
    expect(check.exitCode).toBe(0);
    expect(check.markdown()).toContain('None was made.');
  }
  expect(createsSent(simulator)).toBe(0);
});

test('agreeing without naming a door, or naming one that is not there, makes nothing', async () => {
  await using simulator = await startSeam();
  const [, , flag = ''] = agreed;
  const nameless = await seamCheck(simulator, [flag]);
  expect([nameless.exitCode, nameless.output]).toEqual([1, expect.stringContaining('needs --door')]);
  const unknown = await seamCheck(simulator, ['--door', 'd3', flag]);
  expect([unknown.exitCode, unknown.output]).toEqual([1, expect.stringContaining('"d3" is no Oracode door')]);
  expect(createsSent(simulator)).toBe(0);
});

test('a Seam that does otherwise is told apart', async () => {
  await using simulator = await startSeam({ pinAt: 'set', deferCreation: true });
  simulator.addFault({ kind: 'stale_list', lag_ms: 1_500 });
  const check = await seamCheck(simulator, [...agreed, '--watch-minutes', '0']);
  expect(check.outcomes()).toMatchObject({
    'pin-at-create': 'otherwise',
    'set-at-once': 'otherwise',
    'listed-at-once': 'otherwise',
    'pin-form': 'not seen',
    'event-set-has-pin': 'not seen',
  });
  expect(check.markdown()).toMatch(/set-at-once .*deferring_creation at \d{4}-/);
  expect(check.exitCode).toBe(2);
});

test.each(['reset_after_commit', 'error_after_commit', 'invalid_response'] as const)(
  'a create without a clear answer (%s) is never sent again, and the report says what to look for',
  async (kind) => {
    await using simulator = await startSeam();
    simulator.addFault({ kind, path: '/access_codes/create' });
    const check = await seamCheck(simulator, agreed);
    expect(createsSent(simulator)).toBe(1);
    expect(check.report().code).toMatchObject({ accessCodeId: null });
    expect(check.markdown()).toContain(`named \`${simulator.state().access_codes[0]?.name}\` may exist`);
    expect(check.exitCode).toBe(1);
  },
);

test('a code is looked at again by its report, and keeps what was found before', async () => {
  await using simulator = await startSeam();
  const first = await seamCheck(simulator, agreed);
  const file = join(mkdtempSync(join(tmpdir(), 'seam-check-')), 'earlier.json');
  writeFileSync(file, JSON.stringify(first.report()));
  const again = await seamCheck(simulator, ['--look-again', file]);
  expect(again.outcomes()).toEqual({
    ...first.outcomes(),
    'ended-code-404': 'not seen',
    'ended-code-unlisted': 'not seen',
  });
  expect(createsSent(simulator)).toBe(1);
});

test('every assumption has a stage and words of its own', () => {
  const words = Object.values(assumptions).map(([, text]) => text);
  expect(new Set(words).size).toBe(words.length);
});
