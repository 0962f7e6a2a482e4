import type { Finding, Findings } from './finding.ts';

/** Markdown. */
export const benchReport = (machine: string, found: readonly Findings[]): string =>
  [
    '# Beside the least that could do it',
    '',
    `Written by \`npm run bench\` on ${new Date().toISOString().slice(0, 10)}: ${machine}. Temporal 1.32.0 on PostgreSQL, four shards, all processes on this one machine.`,
    'Ratios compare what was measured by turns in one run: median (least to most) of the rounds. What the time goes to: [performance.md](performance.md).',
    ...found.flatMap(section),
    '',
  ].join('\n');

const section = ({ title, how, findings }: Findings): string[] => [
  '',
  `## ${title}`,
  '',
  how,
  '',
  '| | Measured | Goal |',
  '| --- | ---: | --- |',
  ...findings.map(line),
];

const line = ({ what, figure, goal }: Finding): string =>
  `| ${what} | ${figure} | ${goal ? `${goal.text}: ${goal.isMet ? 'met' : '**missed**'}` : ''} |`;
