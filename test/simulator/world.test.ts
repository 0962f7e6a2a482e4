import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readWorld } from '../../simulator/world.ts';
import { anOracodeDoor } from '../support/simulator.ts';

let file: string;

beforeAll(async () => {
  file = join(await mkdtemp(join(tmpdir(), 'world-')), 'world.json');
});
afterAll(() => rm(join(file, '..'), { recursive: true }));

it('a world needs nothing but ids, and keeps every field', async () => {
  const world = [{ device_id: 'a' }, anOracodeDoor({ timeZone: null, device: { vendor_field: [1] } })];
  await writeFile(file, JSON.stringify(world));
  expect(readWorld(file)).toEqual(world);
});

it('a world file that is not there is named', () => {
  expect(() => readWorld('/nowhere/world.json')).toThrow('/nowhere/world.json: cannot be read');
});

describe('a bad world is named with entry, field, value and what was expected', () => {
  const withSlots = (predefined_time_slots: unknown) =>
    JSON.stringify([
      { device_id: 'a', properties: { dormakaba_oracode_metadata: { predefined_time_slots } } },
    ]);
  const metadata = 'properties.dormakaba_oracode_metadata';

  it.each([
    ['[', 'not JSON ('],
    ['{}', 'is {}, expected an array of Seam device objects'],
    ['[7]', 'entry 0: is 7, expected an object'],
    ['[{"device_id":""}]', 'entry 0: device_id is "", expected a text that is not empty'],
    [
      '[{"device_id":"a"},{"device_id":"a"}]',
      'entry 1: device_id is "a", expected an id that entry 0 does not have',
    ],
    ['[{"device_id":"a","properties":[]}]', 'entry 0: properties is [], expected an object'],
    [withSlots({}), `entry 0: ${metadata}.predefined_time_slots is {}, expected an array of time slots`],
    [
      withSlots([{}, { check_in_time: 7 }]),
      `entry 0: ${metadata}.predefined_time_slots[1].check_in_time is 7, expected a text`,
    ],
  ])('%s', async (contents, message) => {
    await writeFile(file, contents);
    expect(() => readWorld(file)).toThrow(`${file}: ${message}`);
  });
});
