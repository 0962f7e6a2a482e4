/**
 * Writes a made-up history of Airbnb calendars for `staykey import replay`:
 *   npm run feed-history -- DIR --seed 1 --listings 6 --days 180
 * One folder for each listing with a file for each hour in which its calendar changed, and beside them feeds.json,
 * world.json and truth.json, which says what a right importer makes of it. Shaped like the half year of a real
 * operator: how is said in feed-history/draw-stays.ts.
 */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { calendarAt } from './feed-history/calendar.ts';
import { createChance } from './feed-history/chance.ts';
import { feedsOf, worldOf } from './feed-history/configuration.ts';
import { drawListing, type Listing } from './feed-history/draw-stays.ts';
import {
  drawDropOuts,
  droppedOut,
  dropOutKinds,
  keepQuietAround,
  type DropOut,
} from './feed-history/drop-outs.ts';
import { HOUR, seasonOf, type Season } from './feed-history/season.ts';
import { truthOf } from './feed-history/truth.ts';

const count = (text: string): number => {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('expected a whole number from 1 on');
  return Number(text);
};

const kinds = (text: string): DropOut['kind'][] =>
  text
    .split(',')
    .filter((word) => word !== '')
    .map((word) => {
      const kind = dropOutKinds.find((one) => one === word);
      if (!kind) throw new InvalidArgumentError(`expected some of ${dropOutKinds.join(',')}`);
      return kind;
    });

const program = new Command('npm run feed-history --')
  .argument('<dir>', 'a folder that is not there yet, or is empty')
  .option('--seed <n>', 'another season', count, 1)
  .option('--listings <n>', 'how many calendars', count, 6)
  .option('--days <n>', 'how long it is recorded', count, 180)
  .option('--drop-outs <kinds>', `of whole listings, some of ${dropOutKinds.join(',')}`, kinds, [
    ...dropOutKinds,
  ])
  .showHelpAfterError()
  .parse();

const [dir = ''] = program.args;
const {
  seed,
  listings: size,
  days,
  dropOuts: wanted,
} = program.opts<{
  seed: number;
  listings: number;
  days: number;
  dropOuts: DropOut['kind'][];
}>();

mkdirSync(dir, { recursive: true });
if (readdirSync(dir).length > 0) program.error(`"${dir}" is not empty`);

const season = seasonOf(days);
const chance = createChance(seed);
const names = Array.from({ length: size }, (_, index) => `listing-${index + 1}`);
const listings = names.map((name) => drawListing(name, chance, season));
const dropOuts = drawDropOuts(wanted, listings, chance, season);
for (const listing of listings) keepQuietAround(listing, dropOuts);

let states = 0;
for (const listing of listings) states += writeStates(listing, season);
const write = (name: string, content: unknown) =>
  writeFileSync(join(dir, name), `${JSON.stringify(content, null, 2)}\n`);
write('feeds.json', feedsOf(names, season));
write('world.json', worldOf(names, season));
const truth = truthOf(listings, dropOuts, season);
write('truth.json', truth);
process.stdout.write(
  `${states} states of ${size} listings over ${days} days, ${truth.reservations} reservations\n`,
);

function writeStates(listing: Listing, { startsAt, endsAt }: Season): number {
  const folder = join(dir, listing.name);
  mkdirSync(folder);
  let last = '';
  let written = 0;
  for (let hour = startsAt; hour <= endsAt; hour += HOUR) {
    const out = dropOuts.find(
      ({ listing: name, from, until }) => name === listing.name && from <= hour && hour < until,
    );
    const text = out ? droppedOut(out, listing, hour, season) : calendarAt(listing, hour, season);
    if (text === last) continue;
    writeFileSync(
      join(folder, `${new Date(hour).toISOString().slice(0, 19).replaceAll(':', '-')}Z.ics`),
      text,
    );
    last = text;
    written += 1;
  }
  return written;
}
