import { randomBytes } from 'node:crypto';
import { defaultPayloadConverter, type Payload } from '@temporalio/common';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { planAccess, type AccessRequest } from '../../src/domain/plan-access.ts';
import { defaultPolicy } from '../../src/domain/policy.ts';
import { toDoor } from '../../src/seam/door.ts';
import { newKeyLine, parsePayloadKeys } from '../../src/temporal/keys.ts';
import { createPayloadCodec } from '../../src/temporal/payload-codec.ts';
import { anOracodeDoor } from '../../test/support/simulator.ts';
import { numberText, spreadOf, spreadText } from '../measure.ts';
import { atLeast, type Findings } from './finding.ts';

const STAYS = 20_000;
const PAYLOADS = 5_000;
const NOW = Date.parse('2026-01-15T12:00:00Z');
const ZONES = ['America/Los_Angeles', 'Europe/London', 'Asia/Kathmandu', 'Australia/Lord_Howe'];

/** The rules and the codec by themselves, on one core, with no server. */
export const measureDomain = async (rounds: number): Promise<Findings> => {
  const requests = someRequests();
  const perSecond: number[] = [];
  const microseconds = { encode: [] as number[], decode: [] as number[] };
  const payload = defaultPayloadConverter.toPayload({ text: randomBytes(750).toString('hex') });
  const payloads = Array.from({ length: PAYLOADS }, () => payload);
  const codec = createPayloadCodec(parsePayloadKeys(newKeyLine(new Date())));
  // The first one fills caches and lets the code be compiled.
  for (let round = 0; round <= rounds; round += 1) {
    let encoded: Payload[] = [];
    const planning = await cpuOf(() => requests.forEach(planAccess));
    const encoding = await cpuOf(async () => (encoded = await codec.encode(payloads)));
    const decoding = await cpuOf(() => codec.decode(encoded));
    if (round === 0) continue;
    perSecond.push((STAYS / planning) * 1e6);
    microseconds.encode.push(encoding / PAYLOADS);
    microseconds.decode.push(decoding / PAYLOADS);
  }
  const validations = spreadOf(perSecond);
  return {
    title: 'Rules and codec, one core',
    how: `${numberText(STAYS)} stays over a year, in ${ZONES.length} zones, one in five with a fault, each held against a door with six user levels; ${numberText(PAYLOADS)} payloads of 1.5 KB.`,
    findings: [
      {
        what: 'validations a second',
        figure: spreadText(validations, 0),
        goal: atLeast(50_000, validations.median, ''),
      },
      { what: 'encrypt one payload, µs', figure: spreadText(spreadOf(microseconds.encode), 1) },
      { what: 'decrypt one payload, µs', figure: spreadText(spreadOf(microseconds.decode), 1) },
    ],
  };
};

/** Microseconds of this thread, so that what else the machine does takes no part. */
const cpuOf = async (work: () => unknown): Promise<number> => {
  const from = process.threadCpuUsage();
  await work();
  const { user, system } = process.threadCpuUsage(from);
  return user + system;
};

const someRequests = (): AccessRequest[] => {
  const doors = ZONES.map((timeZone) => toDoor(anOracodeDoor({ timeZone })));
  const drawn = fc.record({
    door: fc.constantFrom(...doors),
    day: fc.integer({ min: 1, max: 365 }),
    nights: fc.integer({ min: 1, max: 14 }),
    moved: fc.constantFrom(-60, -15, 0, 0, 0, 30),
    fault: fc.integer({ min: 0, max: 9 }),
  });
  const midnight = DateTime.fromMillis(NOW, { zone: 'utc' }).startOf('day');
  return fc.sample(drawn, { numRuns: STAYS, seed: 1 }).map(({ door, day, nights, moved, fault }) => {
    const date = midnight.plus({ days: day });
    const arrival = date.plus({ hours: 7, minutes: moved });
    // One in ten stays far too long, and one leaves when no user level ends.
    const departure = date.plus({ days: fault === 0 ? 40 : nights, hours: fault === 1 ? 13 : 19 });
    const local = (at: DateTime) => at.toFormat("yyyy-MM-dd'T'HH:mm");
    return {
      stay: { arrival: local(arrival), departure: local(departure) },
      door,
      policy: defaultPolicy,
      nowMs: NOW,
    };
  });
};
