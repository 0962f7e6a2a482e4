import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { deadlinesOf } from '../../src/domain/deadlines.ts';
import type { FeedTrouble } from '../../src/domain/feed-trouble.ts';
import type { LiveCodeCause, OptionName } from '../../src/domain/live-code.ts';
import type { StaffNotice } from '../../src/domain/outgoing.ts';
import type { Notice, Problem } from '../../src/domain/problem.ts';
import type { DoorState } from '../../src/domain/reservation-state.ts';
import { runbookPage } from '../../src/notify/runbook-page.ts';
import { anchorsOf } from './markdown.ts';

// The compiler refuses these lists when the code knows a name more: `Record` wants all of them.
const namesOf = <Name extends string>(names: Record<Name, true>) => Object.keys(names) as Name[];
const reasons = namesOf<Problem['reason']>({
  duration_exceeds_max: true,
  times_do_not_match_slots: true,
  ongoing_not_supported: true,
  device_not_found: true,
  not_an_oracode_door: true,
  offline_access_codes_not_supported: true,
  time_zone_unknown: true,
  departure_not_after_arrival: true,
  stay_already_over: true,
  invalid_input: true,
  refused_by_seam: true,
  seam_needs_attention: true,
  code_gone: true,
  code_differs_from_plan: true,
});
const doorNotices = namesOf<Notice['reason']>({
  stay_at_the_limit: true,
  opens_after_arrival: true,
  closes_before_departure: true,
  rounded_by_the_whole_hour: true,
  rounded_to_the_day: true,
  wall_clock_repeated: true,
  wall_clock_skipped: true,
  time_zone_mismatch: true,
  time_slot_unreadable: true,
  code_differs_from_plan: true,
  duplicate_access_code: true,
});
const liveCodeCauses = namesOf<LiveCodeCause>({
  stay_changed: true,
  cancelled: true,
  door_dropped: true,
  run_cancelled: true,
  earlier_run: true,
  reissued: true,
  made_twice: true,
  outlives_stay: true,
});
const options = namesOf<OptionName>({
  cancel_at_vendor: true,
  change_at_vendor: true,
  override_at_vendor: true,
  remove_remotely: true,
  visit_door: true,
  let_expire: true,
});
const feedCauses = namesOf<FeedTrouble['cause']>({
  feed_failing: true,
  feed_held: true,
  feed_incomplete: true,
});
const kinds = namesOf<StaffNotice['kind']>({
  live_code: true,
  deadline: true,
  refused: true,
  needs_human: true,
  feed: true,
});
type Idle = 'not_yet_due' | 'ready' | 'handled_by_hand' | 'cancelled' | 'completed';
const statesWithDeadlines = namesOf<Exclude<DoorState, Idle>>({
  validating: true,
  creating: true,
  waiting_until_ready: true,
  refused: true,
  needs_human: true,
  on_hold: true,
});

const folder = 'docs/runbook';
const pages = readdirSync(folder);
const index = readFileSync('docs/runbook.md', 'utf8');
const textOf = (page: string) => readFileSync(`${folder}/${page}`, 'utf8');
const hasSection = (link: string | null) => {
  const [page = '', section] = link?.split('#') ?? [];
  if (!pages.includes(page)) return `no page for ${link}`;
  return section === undefined || anchorsOf(textOf(page)).has(section) ? 'has one' : `no section for ${link}`;
};

test.each(reasons)('the problem %s has its page and section, and stands in the index', (cause) => {
  for (const kind of ['refused', 'needs_human'] as const) {
    expect(hasSection(runbookPage({ kind, cause }))).toBe('has one');
  }
  expect(index).toContain(`\`${cause}\``);
});

test.each(liveCodeCauses)('the live code %s has its section, and stands in the index', (cause) => {
  expect(hasSection(runbookPage({ kind: 'live_code', cause }))).toBe('has one');
  expect(index).toContain(`\`${cause}\``);
});

test('every option for a live code is explained', () => {
  for (const option of options) expect(textOf('live-code.md')).toContain(`\`${option}\``);
});

test.each(statesWithDeadlines)('a deadline in the state %s has its section', (cause) => {
  const page = runbookPage({ kind: 'deadline', cause });
  expect(hasSection(`${page}#${cause}`)).toBe('has one');
});

test.each(['unreachable', 'untold'])('a ready code whose guest is %s has its section', (cause) => {
  expect(hasSection(`${runbookPage({ kind: 'deadline', cause })}#${cause}`)).toBe('has one');
  expect(index).toContain(`\`${cause}\``);
});

test('a run that ended early has its section, and stands in the index', () => {
  const cause = 'run_ended_early';
  expect(hasSection(runbookPage({ kind: 'needs_human', cause }))).toBe('has one');
  expect(index).toContain(`\`${cause}\``);
});

test('every deadline is on its page', () => {
  for (const { name } of deadlinesOf(Date.UTC(2030, 0, 1), 0)) expect(textOf('deadline.md')).toContain(name);
});

test.each(doorNotices)('the notice %s of a door is explained', (reason) => {
  const isExplained = pages.some((page) => anchorsOf(textOf(page)).has(reason));
  expect(isExplained).toBe(true);
});

test('a message that no channel took has its page', () => {
  const cause = 'undelivered by guest_email and pms_webhook';
  expect(hasSection(runbookPage({ kind: 'needs_human', cause }))).toBe('has one');
});

test.each(feedCauses)('the trouble %s of a feed has its section', (cause) => {
  expect(hasSection(runbookPage({ kind: 'feed', cause }))).toBe('has one');
  expect(index).toContain(`\`${cause}\``);
});

test('every kind of notice stands in the index', () => {
  for (const kind of kinds) expect(index).toContain(`\`${kind}\``);
});

test.each(pages)('%s is linked from the index', (page) => {
  expect(index).toContain(`(runbook/${page})`);
});

// Of doors that are ready: nobody is woken for them.
const alarms = pages.filter((page) => page !== 'worth-knowing.md');

test.each(alarms)('%s says how soon, where to look, what not to do and when it is over', (page) => {
  for (const part of ['**How soon.**', '**Look at.**', "**Don't**", '**Over when**']) {
    expect(textOf(page)).toContain(part);
  }
});
