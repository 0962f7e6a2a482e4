import type { Measured, Size } from './report.ts';

export const machineLine = (machine: string, size: Size): string =>
  `${new Date().toISOString().slice(0, 10)}. ${machine}. Quiet: ${size.rounds} rounds of ${size.quiet} stays, ` +
  `${size.perSecond} a second. Rough: ${size.rough} stays in ${size.roughForMs / 1000} s, seed ${size.seed}. ` +
  `Load average before: ${size.loadBefore.toFixed(1)}; above one, others were at work and times are worth little.`;

export const codeTable = (measured: Measured[]): string =>
  table(
    ['lines of code', ...names(measured)],
    [
      ...[...new Set(measured.flatMap(({ lines }) => Object.keys(lines)))]
        .sort()
        .map((file) => [`\`${file}\``, ...measured.map(({ lines }) => String(lines[file] ?? ''))]),
      ['**all**', ...measured.map(({ lines }) => `**${sum(Object.values(lines))}**`)],
    ],
  );

export const quietTable = (measured: Measured[]): string =>
  table(
    ['quiet, over rounds: least / median / most', ...names(measured)],
    [
      ['booking to PIN, p50, ms', ...overRounds(measured, ({ latenciesMs }) => quantile(latenciesMs, 0.5))],
      ['booking to PIN, p95, ms', ...overRounds(measured, ({ latenciesMs }) => quantile(latenciesMs, 0.95))],
      [
        'departed before the PIN was told',
        ...measured.map(({ quiet }) => String(sum(quiet.map(({ untold }) => untold)))),
      ],
      ['worker, memory, MiB', ...overRounds(measured, ({ workerBytes }) => workerBytes / MIB)],
      ['servers, memory, MiB', ...overRounds(measured, ({ serverBytes }) => serverBytes / MIB)],
      [
        'on disk before the first stay, MiB',
        ...measured.map(({ quiet }) => ((quiet[0]?.storedBefore ?? 0) / MIB).toFixed(1)),
      ],
      ['more on disk for each stay, KiB', ...measured.map(perStay)],
    ],
  );

export const roughTable = (measured: Measured[]): string => {
  const row = (label: string, value: (rough: NonNullable<Measured['rough']>) => string | number) => [
    label,
    ...measured.map(({ rough }) => (rough ? String(value(rough)) : '')),
  ];
  return table(
    ['rough, one pass', ...names(measured)],
    [
      row('worker killed, times', ({ kills }) => kills),
      row('requests that met a fault', ({ faultsMet }) => faultsMet),
      row('codes made', ({ verdict }) => verdict.codes),
      row('**codes made twice**', ({ verdict }) => `**${verdict.madeTwice}**`),
      row('… unseen: the first was still on its way', ({ verdict }) => verdict.madeTwiceUnseen),
      row('**stays without a code at the end**', ({ verdict }) => `**${verdict.withoutCode}**`),
      row('PINs and notices lost', ({ verdict }) => verdict.lost.length),
      row('deadlines missed without a word', ({ verdict }) => verdict.deadlinesLost.length),
      row('messages told twice', ({ verdict }) => verdict.toldTwice),
      row('notices of a deadline, true or from being late', ({ verdict }) => verdict.deadlinesTold),
      row('booking to PIN, p50 / p95 / most, s', ({ latenciesMs }) =>
        [0.5, 0.95, 1].map((share) => (quantile(latenciesMs, share) / 1000).toFixed(1)).join(' / '),
      ),
    ],
  );
};

export const questionTable = (measured: Measured[]): string =>
  table(
    ['“which arrivals have no code?”', ...names(measured)],
    [
      ['answer', ...measured.map(({ rough }) => (!rough ? '' : rough.question.isRight ? 'right' : 'wrong'))],
      [
        'stays found / true',
        ...measured.map(({ rough }) => (rough ? `${rough.question.found} / ${rough.question.expected}` : '')),
      ],
      ['the query alone, ms', ...measured.map(({ rough }) => rough?.question.ms.toFixed(0) ?? '')],
    ],
  );

/** What was asked, word for word. */
export const questions = (measured: Measured[]): string =>
  measured
    .map(
      ({ engine }) =>
        `${engine.name}:\n\n\`\`\`sql tested-by="bench/engines.ts"\n${unindented(engine.question)}\n\`\`\``,
    )
    .join('\n\n');

const unindented = (text: string): string => text.trim().replace(/^ {2}/gm, '');

const MIB = 2 ** 20;

const names = (measured: Measured[]): string[] => measured.map(({ engine }) => engine.name);

const overRounds = (measured: Measured[], value: (pass: Measured['quiet'][number]) => number): string[] =>
  measured.map(({ quiet }) => {
    const values = quiet.map(value).sort((a, b) => a - b);
    return [0, 0.5, 1].map((share) => Math.round(quantile(values, share))).join(' / ');
  });

const perStay = ({ quiet }: Measured): string => {
  const bytes = (quiet.at(-1)?.storedAfter ?? 0) - (quiet[0]?.storedBefore ?? 0);
  return (bytes / 1024 / sum(quiet.map(({ stays }) => stays))).toFixed(1);
};

const sum = (numbers: number[]): number => numbers.reduce((total, number) => total + number, 0);

/** @param ascending sorted */
const quantile = (ascending: number[], share: number): number =>
  ascending[Math.min(ascending.length - 1, Math.floor(ascending.length * share))] ?? NaN;

const table = (head: string[], rows: string[][]): string =>
  [head, head.map((_, index) => (index === 0 ? '---' : '---:')), ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
