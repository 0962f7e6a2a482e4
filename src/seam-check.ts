import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { Command, InvalidArgumentError } from 'commander';
import { readPlanningConfig } from './config.ts';
import { auditDoor, commonTimes } from './domain/audit-door.ts';
import type { Door } from './domain/door.ts';
import { defaultPolicy } from './domain/policy.ts';
import { shortStay } from './domain/short-stay.ts';
import { createCall, type Call } from './seam-check/call.ts';
import { checkEndedCode } from './seam-check/ended-code.ts';
import { checkByReading } from './seam-check/read-only.ts';
import { mergeFindings, toMarkdown, type CheckReport } from './seam-check/report.ts';
import { describeTrial, tryOneCode } from './seam-check/try-one-code.ts';
import { checkEvents } from './seam-check/watch-code.ts';
import { createSeam, type SeamOptions } from './seam/client.ts';

// A code that starts sooner could not show whether Seam puts it off to 60 minutes before its start.
const START_AFTER_MS = 90 * 60_000;
const MINUTES_OFF = 15;
const PAUSE_MS = 1_000;

interface Options {
  door?: string;
  makeACodeThatCannotBeDeleted: boolean;
  exactTimes: boolean;
  watchMinutes: number;
  report: string;
  lookAgain?: string;
}

const options = new Command('seam:check')
  .description('Holds the Seam of SEAM_API_KEY against what Staykey assumes of it (docs/assumptions.md).')
  .option('--door <id>', 'the door for the one code; without it a terminal is asked')
  .option('--make-a-code-that-cannot-be-deleted', 'agree beforehand: makes one real code at --door', false)
  .option('--exact-times', `ask for the slot's very times, not ${MINUTES_OFF} minutes inside them`, false)
  .option('--watch-minutes <n>', 'how long to wait until the code is set', toMinutes, 10)
  .option('--report <name>', 'writes <name>.json and <name>.md', 'seam-check')
  .option('--look-again <file>', 'look again at the code of an earlier <name>.json, best after its end')
  .addHelpText('after', '\nExit codes: 0 all as assumed, 1 something failed, 2 something is otherwise.')
  .parse()
  .opts<Options>();

try {
  const { seam } = readPlanningConfig(process.env);
  const report = options.lookAgain
    ? await lookAgain(createCall(seam), options.lookAgain)
    : await check(seam, options);
  writeFileSync(`${options.report}.json`, `${JSON.stringify(report, null, 2)}\n`);
  writeFileSync(`${options.report}.md`, toMarkdown(report));
  for (const trouble of report.troubles) say(trouble);
  for (const { id, outcome, observed } of report.findings) say(`${outcome.padEnd(12)} ${id}: ${observed}`);
  say(`Written: ${options.report}.md and ${options.report}.json`);
  if (report.findings.some(({ outcome }) => outcome === 'otherwise')) process.exitCode = 2;
  if (report.troubles.length > 0) process.exitCode = 1;
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

async function check(seam: SeamOptions, asked: Options): Promise<CheckReport> {
  const call = createCall(seam);
  const doors = await createSeam(seam).listDoors();
  const nowMs = Date.now();
  const audits = doors.map((door) => auditDoor({ door, policy: defaultPolicy, nowMs, times: commonTimes }));
  for (const { doorId, name, problems } of audits)
    say(`${doorId}  ${name}: ${problems.map(({ message }) => message).join(' ') || 'ok'}`);
  const read: CheckReport = {
    checkedAt: new Date().toISOString(),
    endpoint: seam.endpoint,
    doors: audits,
    code: null,
    troubles: [],
    findings: await checkByReading(call, createCall({ ...seam, apiKey: `${seam.apiKey}_wrong` })),
  };
  const door = await chooseDoor(doors, asked);
  if (!door) return read;
  const { findings, ...outcome } = await makeOneCode(call, door, asked);
  return { ...read, ...outcome, findings: mergeFindings(read.findings, findings) };
}

async function makeOneCode(
  call: Call,
  door: Door,
  asked: Options,
): Promise<Pick<CheckReport, 'code' | 'findings' | 'troubles'>> {
  const { doorId } = door;
  const { slot, coverage } = shortStay(door, Date.now() + START_AFTER_MS) ?? {};
  if (!slot || !coverage) {
    return { code: null, findings: [], troubles: [`No time slot of door ${doorId} serves a short stay.`] };
  }
  const name = `staykey check ${randomUUID()}`;
  const trial = { doorId, name, slot, coverage, minutesOff: asked.exactTimes ? 0 : MINUTES_OFF };
  say(describeTrial(trial));
  const isAgreed = asked.makeACodeThatCannotBeDeleted || (await ask('Make it? (yes) ')) === 'yes';
  if (!isAgreed) return { code: null, findings: [], troubles: [] };
  const whenMade = (accessCodeId: string) =>
    say(`Made: ${accessCodeId}. Watching until it is set, for at most ${asked.watchMinutes} minutes.`);
  return tryOneCode(call, {
    ...trial,
    watchMs: asked.watchMinutes * 60_000,
    pauseMs: PAUSE_MS,
    whenMade,
  });
}

async function lookAgain(call: Call, file: string): Promise<CheckReport> {
  const earlier = JSON.parse(readFileSync(file, 'utf8')) as CheckReport;
  const { accessCodeId, doorId, endsAt } = earlier.code ?? {};
  if (!accessCodeId || !doorId || !endsAt) throw new Error(`${file} holds no code to look at again`);
  const since = new Date(Date.parse(earlier.checkedAt) - 10 * 60_000).toISOString();
  const findings = [
    ...(await checkEvents(call, accessCodeId, since)),
    ...(await checkEndedCode(call, { accessCodeId, doorId, endsAt })),
  ];
  return { ...earlier, troubles: [], findings: mergeFindings(earlier.findings, findings) };
}

async function chooseDoor(doors: Door[], asked: Options): Promise<Door | null> {
  if (asked.makeACodeThatCannotBeDeleted && asked.door === undefined) {
    throw new Error('--make-a-code-that-cannot-be-deleted needs --door: the id of the door for it');
  }
  const id = asked.door ?? (await ask("Id of a door for one code that can't be deleted (none: return) "));
  if (id === '') return null;
  const door = doors.find(({ doorId }) => doorId === id);
  if (!door) throw new Error(`"${id}" is no Oracode door of this workspace; expected an id listed above`);
  return door;
}

/** Without a terminal nobody is there to agree to anything. */
async function ask(question: string): Promise<string> {
  if (!process.stdin.isTTY) return '';
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return (await terminal.question(question)).trim();
  } finally {
    terminal.close();
  }
}

function toMinutes(text: string): number {
  if (/^\d{1,4}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('expected a whole number of minutes');
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
