import type { Door } from './door.ts';
import type { Problem } from './problem.ts';
import type { ZoneClock } from './zone-clock.ts';

/** What keeps a door from having an offline code at all. `zone` is the door's, null where none is known. */
export const problemsOfDoor = (door: Door, zone: ZoneClock | null): Problem[] => {
  const problems: Problem[] = [];
  if (!door.isOracode) {
    const message = `Door "${door.name}" (${door.doorId}) is no dormakaba Oracode door; expected one.`;
    problems.push({ reason: 'not_an_oracode_door', message });
  }
  if (!door.canProgramOfflineAccessCodes) {
    const message = `Seam does not say that door "${door.name}" can program offline access codes; expected \`can_program_offline_access_codes\` to be true.`;
    problems.push({ reason: 'offline_access_codes_not_supported', message });
  }
  // The zone is part of Seam's Oracode metadata: that another device has none tells nobody anything.
  if (!zone && door.isOracode) {
    const given = door.timeZone === null ? 'no time zone' : `the unknown time zone "${door.timeZone}"`;
    const message = `Seam has ${given} for door "${door.name}"; expected an IANA zone such as America/Los_Angeles. Set it for the site.`;
    problems.push({ reason: 'time_zone_unknown', message });
  }
  return problems;
};
