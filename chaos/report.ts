import { cpus, totalmem, type as system } from 'node:os';
import packageJson from '../package.json' with { type: 'json' };
import { GRACE_MS } from '../src/stack/part.ts';
import type { Outcome } from './play.ts';

interface About {
  reservations: number;
  minutes: number;
  seed: number;
  faults: number;
  /** What the workers ran at first, where it was not this code. */
  older: string | null;
  /** Faults that could not be tried here, and why. */
  leftOut: string[];
}

/** The report of a run, as Markdown. */
export const chaosReport = (about: About, outcome: Outcome): string => {
  const { invariants, broken, stops, ownEnds, memory, requests, took, readingsCut, begunByOlder } = outcome;
  const failed = invariants.filter(({ violations }) => violations.length > 0);
  const [cpu] = cpus();
  return [
    `# ${about.reservations} reservations, ${broken.length} faults in ${about.minutes} minutes, seed ${about.seed}`,
    '',
    `\`npm run chaos -- --reservations ${about.reservations} --minutes ${about.minutes} --seed ${about.seed} --faults ${about.faults}\``,
    '',
    `Staykey ${packageJson.version}, Node ${process.version}, ${system()}, ${cpus().length} cores (${cpu?.model.trim() ?? 'unknown'}), ` +
      `${Math.round(totalmem() / 2 ** 30)} GiB. Season ${took.season} s, settling and checks ${took.settling} s.`,
    '',
    failed.length === 0 ? '**Every invariant holds.**' : `**${failed.length} invariants do not hold.**`,
    '',
    '| must be 0 | is | seen on the way |',
    '| --- | ---: | --- |',
    ...invariants.map(({ name, violations, seen }) => `| ${name} | ${violations.length} | ${seen} |`),
    '',
    ...failed.flatMap(({ name, violations }) => [
      `## ${name}`,
      '',
      ...violations.slice(0, 20).map((violation) => `- ${violation.replaceAll('\n', ' ')}`),
      '',
    ]),
    '## Traffic',
    '',
    `The PMS sent ${requests.pms} requests, ${requests.pmsRepeats} of them again after an answer that was missing or bad. ` +
      `${requests.pmsStale} of an older revision were told so. ` +
      `The feed was read ${requests.readings} times; ${readingsCut} of the readings lost their workers on the way. Seam got ${requests.seam} requests, ${requests.seamFaulty} of them touched by a fault.`,
    '',
    `Answers: ${Object.entries(requests.answers)
      .map(([answer, count]) => `${answer} ${count} times`)
      .join(', ')}.`,
    '',
    ...(about.older === null
      ? []
      : [
          `The workers began with the code of ${about.older}; ${begunByOlder} runs had begun when they were replaced by this one.`,
          '',
        ]),
    '## Graceful stops under load',
    '',
    ...stopLines(stops),
    '',
    ...ownEndLines(ownEnds),
    '## Memory',
    '',
    '| process | lives | first MiB | halfway MiB | last MiB | MiB an hour, from halfway |',
    '| --- | ---: | ---: | ---: | ---: | ---: |',
    ...memory.map(
      ({ part, lives, firstMib, halfwayMib, lastMib, mibPerHour }) =>
        `| ${part} | ${lives} | ${firstMib.toFixed(0)} | ${halfwayMib.toFixed(0)} | ${lastMib.toFixed(0)} | ${mibPerHour === null ? 'too short a life to say' : mibPerHour.toFixed(1)} |`,
    ),
    '',
    'Of the longest life of each, after its first minute: that is the one in which the checks wake every run anew. A worker keeps 200 runs in its memory, about 1 MiB each.',
    '',
    '## Faults',
    '',
    '| second | fault | took |',
    '| ---: | --- | ---: |',
    ...broken.map(
      ({ name, at, tookMs, error }) =>
        `| ${Math.round(at / 1000)} | ${name}${error === null ? '' : `: **${error}**`} | ${(tookMs / 1000).toFixed(1)} s |`,
    ),
    '',
    ...(about.leftOut.length > 0 ? [`Not broken: ${about.leftOut.join('; ')}.`, ''] : []),
  ].join('\n');
};

/** The last line that each wrote says why, where anything does. */
const ownEndLines = (ends: Outcome['ownEnds']): string[] =>
  ends.length === 0
    ? []
    : [
        '## Ended by themselves, and started again',
        '',
        ...ends.map(({ part, how }) => `- ${part}: ${how}`),
        '',
      ];

const stopLines = (stops: Outcome['stops']): string[] =>
  Object.entries(Object.groupBy(stops, ({ part }) => part)).map(([part, ofPart = []]) => {
    const longest = Math.max(...ofPart.map(({ ms }) => ms));
    const killed = ofPart.filter(({ wasKilled }) => wasKilled).length;
    return `- ${part}: ${ofPart.length} times, the longest ${(longest / 1000).toFixed(1)} s of the ${GRACE_MS / 1000} s it has; ${killed} had to be killed.`;
  });
