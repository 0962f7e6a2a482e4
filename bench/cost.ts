import { DefaultLogger, Runtime } from '@temporalio/worker';
import { table } from 'table';
import { startDevServer } from '../src/temporal/dev-server.ts';
import { searchAttributeTypes } from '../src/workflows/search-attributes.ts';
import { openStageOn } from '../test/support/stage-on-server.ts';
import { temporalForTests } from '../test/support/temporal-binary.ts';
import { costOf } from './count-history.ts';
import { door, lives } from './lives.ts';
import { machineText } from './measure.ts';

const GOAL = { actions: 7, events: 30 };

Runtime.install({ logger: new DefaultLogger('ERROR') });
const say = (line: string) => process.stderr.write(`${line}\n`);
const { path } = await temporalForTests();
const server = await startDevServer({ binary: path, ui: false, searchAttributes: searchAttributeTypes, say });
const rows: string[][] = [];
try {
  for (const { name, live } of lives) {
    await using stage = await openStageOn(server, { world: [door], createsPerMinute: 100 });
    const { actions, events, names } = await costOf(await live(stage));
    const billed = Object.entries(names).map(([what, count]) => (count > 1 ? `${what} ×${count}` : what));
    rows.push([name, String(actions), String(events), billed.join(', ')]);
  }
} finally {
  await server.stop();
}

process.stdout.write(
  `${machineText()}\n` +
    table([['Reservation with one door', 'Actions', 'Events', 'What is billed'], ...rows], {
      columns: [{ width: 30, wrapWord: true }, {}, {}, { width: 60, wrapWord: true }],
    }) +
    `Goal for a quiet reservation: at most ${GOAL.actions} Actions and ${GOAL.events} events.\n`,
);
