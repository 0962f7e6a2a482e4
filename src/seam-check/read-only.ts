import { randomUUID } from 'node:crypto';
import { isKnownZone } from '../domain/zone-clock.ts';
import { asObject, asObjects, errorOf, summaryOf, textOf, type Answer, type Call } from './call.ts';
import { finding, type Finding } from './assumptions.ts';

const ORACODE = 'dormakaba_oracode_door';

/** What can be learnt of Seam without changing anything in it. */
export const checkByReading = async (call: Call, callWithWrongKey: Call): Promise<Finding[]> => {
  const filtered = await call('/devices/list', { device_type: ORACODE });
  const all = await call('/devices/list', {});
  const doors = asObjects(filtered.body['devices']);
  const unknownDevice = await call('/devices/get', { device_id: randomUUID() });
  return [
    doorsByType(doors, asObjects(all.body['devices'])),
    ...slotsOf(doors),
    pages(await call('/devices/list', { limit: 1 }), asObjects(all.body['devices']).length),
    refusalShape(unknownDevice),
    refused('wrong-key', await callWithWrongKey('/devices/list', { limit: 1 }), 401, 'unauthorized'),
    refused('unknown-device', unknownDevice, 404, 'device_not_found'),
    refused(
      'unknown-code',
      await call('/access_codes/get', { access_code_id: randomUUID() }),
      404,
      'access_code_not_found',
    ),
    refused('list-needs-filter', await call('/access_codes/list', {}), 400, 'invalid_input'),
  ];
};

type Json = Record<string, unknown>;

const doorsByType = (filtered: Json[], all: Json[]): Finding => {
  const expected = all.filter(({ device_type }) => device_type === ORACODE).length;
  const holds = filtered.length === expected && filtered.every(({ device_type }) => device_type === ORACODE);
  return finding(
    'doors-by-type',
    all.length === 0 ? null : holds,
    `${filtered.length} with the filter, ${expected} of ${all.length} devices without`,
  );
};

const slotsOf = (doors: Json[]): Finding[] => {
  const metadata = doors.map(({ properties }) =>
    asObject(asObject(properties)['dormakaba_oracode_metadata']),
  );
  const slots = metadata.map(({ predefined_time_slots }) => asObjects(predefined_time_slots));
  const times = slots.flat().flatMap(({ check_in_time, check_out_time }) => [check_in_time, check_out_time]);
  const expected = times.filter((time) => /^\d\d:\d\d:\d\d\[[^\]]+\]$/.test(textOf(time))).length;
  const others = [...new Set(times.map(formOf))].join(', ');
  const zones = metadata.map(({ iana_timezone }) => iana_timezone).filter((zone) => zone !== undefined);
  const known = zones.filter((zone) => typeof zone === 'string' && isKnownZone(zone)).length;
  const withIds = slots.filter((ofDoor) => {
    const ids = ofDoor.map(({ dormakaba_oracode_user_level_id: id }) => id);
    return ids.every((id) => typeof id === 'string') && new Set(ids).size === ids.length;
  }).length;
  return [
    finding(
      'zone-of-door',
      zones.length === 0 ? null : known === zones.length,
      `${known} of ${doors.length} doors, ${doors.length - zones.length} without zone`,
    ),
    finding(
      'time-of-day-text',
      times.length === 0 ? null : expected === times.length,
      `${expected} of ${times.length} times; forms: ${others || 'none'}`,
    ),
    finding(
      'user-level-ids',
      doors.length === 0 ? null : withIds === doors.length,
      `${withIds} of ${doors.length} doors`,
    ),
  ];
};

/** The form of a time without its digits: `00:00:00[Zone]`. */
const formOf = (time: unknown): string =>
  typeof time === 'string' ? time.replace(/\d/g, '0').replace(/\[[^\]]+\]/, '[Zone]') : 'missing';

const pages = ({ body }: Answer, devices: number): Finding => {
  const { has_next_page: more, next_page_cursor: cursor } = asObject(body['pagination']);
  const isPaged = asObjects(body['devices']).length === 1 && more === true && typeof cursor === 'string';
  const observed = `has_next_page ${textOf(more)}, ${typeof cursor === 'string' ? 'a cursor' : 'no cursor'}`;
  return finding('page-cursor', devices > 1 ? isPaged : null, observed);
};

const refusalShape = (answer: Answer): Finding => {
  const { type, message } = errorOf(answer.body);
  const holds =
    answer.status >= 400 &&
    type !== null &&
    message !== null &&
    answer.body['ok'] === false &&
    answer.requestId;
  const id = answer.requestId ? 'with' : 'without';
  return finding('refusal-shape', Boolean(holds), `${summaryOf(answer)}, ${id} seam-request-id`);
};

const refused = (id: Finding['id'], answer: Answer, status: number, type: string): Finding =>
  finding(id, answer.status === status && errorOf(answer.body).type === type, summaryOf(answer));
