import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { auditDoor, commonTimes } from '../../src/domain/audit-door.ts';
import { defaultPolicy } from '../../src/domain/policy.ts';
import { createSeam, type Seam } from '../../src/seam/client.ts';
import { anOracodeDoor, aTimeSlot, startSimulator, type RunningSimulator } from '../support/simulator.ts';

const good = anOracodeDoor({ name: 'Good Door' });
let simulator: RunningSimulator;
let seam: Seam;
beforeAll(async () => {
  simulator = await startSimulator({ world: [good] });
  seam = createSeam({ apiKey: simulator.apiKey, endpoint: simulator.url, timeoutMs: 2_000 });
});
afterAll(() => simulator.close());

const ODD = '00000000-0000-4000-8000-00000000000d';
afterEach(() => simulator.removeDevice(ODD));

/** Has Seam send a device with metadata of other types than its documentation has. */
const addOdd = (metadata: unknown) => {
  const { properties, ...device } = anOracodeDoor({ deviceId: ODD, name: 'Odd Door' });
  const own = properties?.dormakaba_oracode_metadata;
  const given = typeof metadata === 'object' && metadata !== null ? { ...own, ...metadata } : metadata;
  add({ ...device, properties: { ...properties, dormakaba_oracode_metadata: given } });
};
const add = (device: object) => simulator.addDevice({ device_id: ODD, ...device });
const audit = async () => {
  const doors = await seam.listDoors();
  expect(doors.map(({ name }) => name)).toContain('Good Door');
  const door = doors.find(({ doorId }) => doorId === ODD);
  if (!door) throw new Error('expected the odd door among the others');
  expect(await seam.findDoor(ODD)).toEqual(door);
  const { problems, notices } = auditDoor({
    door,
    policy: defaultPolicy,
    nowMs: Date.now(),
    times: commonTimes,
  });
  return {
    door,
    problems: problems.map(({ reason }) => reason),
    notices: notices.map(({ message }) => message),
  };
};

test.each([
  ['a null in place of a slot', [null, aTimeSlot()], 'Time slot "number 1: null" can\'t be used'],
  ['a text in place of a slot', [aTimeSlot(), 'soon'], 'Time slot "number 2: soon" can\'t be used'],
  [
    'a number in place of a time',
    [{ ...aTimeSlot(), name: 'Early', check_in_time: 700 }, aTimeSlot()],
    'Time slot "Early" can\'t be used: its check-in time is "700", expected HH:MM',
  ],
])('%s is said, and the other slots serve', async (_what, predefined_time_slots, said) => {
  addOdd({ predefined_time_slots });
  const { door, problems, notices } = await audit();
  expect([door.timeSlots.length, problems]).toEqual([2, []]);
  expect(notices).toEqual([expect.stringContaining(said)]);
});

test.each([{ a: 1 }, 'all of them', 7])(
  'slots that are no list, %j, are said, and none serves',
  async (slots) => {
    addOdd({ predefined_time_slots: slots });
    const { notices } = await audit();
    expect(notices).toEqual([expect.stringContaining('Time slot "predefined_time_slots: ')]);
  },
);

test('a flag that may mean that a slot is a master slot keeps guests from it', async () => {
  addOdd({ predefined_time_slots: [{ ...aTimeSlot(), is_master: 'yes', is_24_hour: 'yes' }] });
  expect((await audit()).door.timeSlots).toMatchObject([{ isMaster: true, is24Hour: false }]);
});

test('a name and a zone of another type are quoted', async () => {
  addOdd({ door_name: 12, iana_timezone: ['Europe/Berlin'] });
  const { door, problems } = await audit();
  expect(door).toMatchObject({ name: '12', timeZone: '["Europe/Berlin"]' });
  expect(problems).toContain('time_zone_unknown');
});

test.each([null, 'none', 3])('metadata that is %j is a door without a zone, by its id', async (metadata) => {
  addOdd(metadata);
  expect((await audit()).problems).toContain('time_zone_unknown');
});

test('a device with hardly anything is listed with its id, and fails validation', async () => {
  add({ device_type: 'dormakaba_oracode_door' });
  const { door, problems } = await audit();
  expect(door).toMatchObject({ name: ODD, timeSlots: [] });
  expect(problems).toEqual([
    'offline_access_codes_not_supported',
    'time_zone_unknown',
    'times_do_not_match_slots',
  ]);
});
