import { escapeMarkup } from './escape-markup.ts';
import { codeInWords, overlapInWords, stayInWords } from './tell-timeline.ts';
import type { Speech } from '../words/speech.ts';
import type { CodeBar, OverlapBar, Place, StayBar, Timeline } from './timeline.ts';

const DAY_WIDTH = 92;
const HEADER = 34;
const BAR = 28;
const GAP = 6;

/**
 * The picture of a timeline: SVG to be put into a page, without script and without colours, which the page's style sheet
 * gives to its classes. As wide as its days: the page lets it scroll sideways on a small screen. `id` is the picture's
 * own within its page.
 *
 * Classes: `day`, `day-name`, `now`; `bar` with one of `stay`, `code`, `orphan`, `overlap`; `overlap-band`, which lies behind
 * the bars; `hatch-ground` and `hatch-line`, of which the filling of `orphan` is made.
 */
export const drawTimeline = (timeline: Timeline, id: string): string => {
  const { days, now, stays, codes, overlaps, speech } = timeline;
  const width = days.length * DAY_WIDTH;
  const stayTop = HEADER + GAP;
  const codeTop = stayTop + heightOf(stays);
  const overlapTop = codeTop + heightOf(codes);
  const height = overlapTop + heightOf(overlaps);
  const name = escapeMarkup(id);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="timeline" role="img" aria-labelledby="${name}-title ${name}-desc" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<title id="${name}-title">${escapeMarkup(speech.say('weeks.title', { door: timeline.doorName }))}</title>`,
    `<desc id="${name}-desc">${escapeMarkup(summary(timeline))}</desc>`,
    `<defs><pattern id="${name}-hatch" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="hatch-ground" width="8" height="8"/><line class="hatch-line" y2="8"/></pattern></defs>`,
    ...days.map((day, index) => drawDay(day, index, height)),
    ...overlaps.map((overlap) => drawBand(overlap, HEADER, height)),
    ...stays.map((stay) => drawBar(stay, stayTop, 'stay', labelOf(stay), stayInWords(stay, timeline))),
    ...codes.map((code) => {
      const told = codeInWords(code, timeline);
      const fill = code.isOrphaned ? ` fill="url(#${name}-hatch)"` : '';
      return drawBar(code, codeTop, code.isOrphaned ? 'orphan' : 'code', codeLabel(code, speech), told, fill);
    }),
    ...overlaps.map((overlap) =>
      drawBar(overlap, overlapTop, 'overlap', overlapLabel(overlap), overlapInWords(overlap, timeline)),
    ),
    ...(now === null ? [] : [`<line class="now" x1="${px(now)}" x2="${px(now)}" y1="0" y2="${height}"/>`]),
    '</svg>',
  ].join('\n');
};

const heightOf = (bars: readonly Place[]): number => {
  const lanes = Math.max(0, ...bars.map(({ lane }) => lane + 1));
  return lanes * (BAR + GAP) + (lanes > 0 ? GAP : 0);
};

const summary = ({ stays, codes, overlaps, days, speech }: Timeline): string =>
  speech.say('weeks.summary', {
    from: days[0] ?? '',
    to: days.at(-1) ?? '',
    stays: stays.length,
    codes: codes.length,
    overlaps: overlaps.length,
  });

const labelOf = ({ guestName, reservationId }: StayBar): string => guestName ?? reservationId;
const codeLabel = ({ isOrphaned, reservationId }: CodeBar, { say }: Speech): string =>
  say(isOrphaned ? 'weeks.unwantedLabel' : 'weeks.codeLabel', { reservation: reservationId });
const overlapLabel = ({ reservationIds }: OverlapBar): string => reservationIds.join(' / ');

const drawDay = (day: string, index: number, height: number): string =>
  `<line class="day" x1="${px(index)}" x2="${px(index)}" y1="0" y2="${height}"/><text class="day-name" x="${px(index) + 6}" y="${HEADER - 12}">${escapeMarkup(day)}</text>`;

const drawBand = ({ x, width }: Place, top: number, bottom: number): string =>
  `<rect class="overlap-band" x="${px(x)}" y="${top}" width="${px(width)}" height="${bottom - top}"/>`;

// A picture within the picture cuts off what does not fit into its bar, whatever the font.
const drawBar = (
  { x, width, lane }: Place,
  top: number,
  kind: string,
  label: string,
  told: string,
  fill = '',
): string => {
  const place = `x="${px(x)}" y="${top + lane * (BAR + GAP)}" width="${px(width)}" height="${BAR}"`;
  return `<svg class="bar ${kind}" ${place}><title>${escapeMarkup(told)}</title><rect width="100%" height="100%" rx="4"${fill}/><text x="8" y="19">${escapeMarkup(label)}</text></svg>`;
};

const px = (days: number): number => Math.round(days * DAY_WIDTH * 100) / 100;
