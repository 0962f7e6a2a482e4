import type { Command } from 'commander';
import type { DoorReport } from '../domain/reservation-state.ts';
import { readState } from '../temporal/reservation-states.ts';
import { sendUpdate } from '../temporal/send-update.ts';
import { reissueUpdate } from '../workflows/messages.ts';
import { confirm } from './confirm.ts';
import { describeState } from './describe-state.ts';
import { examples } from './examples.ts';
import { CommandError, exitCodes } from './exit-codes.ts';
import { jsonOption } from './json-option.ts';
import { oneDoor, type LeverOptions } from './lever.ts';
import { out, outJson, say } from './print.ts';
import { RESERVATION, workflowIdOf } from './reservation-argument.ts';
import { withTemporal } from './with-temporal.ts';

interface ReissueOptions extends LeverOptions {
  code?: string;
  yes: boolean;
}

export const addReissue = (program: Command): void => {
  program
    .command('reissue')
    .argument('<reservation>', RESERVATION)
    .description(
      'another code for the same stay; the old one serves until it is ready, and STAYS LIVE: it cannot be deleted',
    )
    .option('--door <id>', 'which door; may be left out where there is one')
    .option('--code <id>', 'only if this is still its code: makes the command safe to repeat')
    .option('--yes', 'do not ask', false)
    .addOption(jsonOption())
    .addHelpText(
      'after',
      examples({
        'staykey reissue hostaway/beach-house/4711': 'says which code stays live until when, and asks',
        'staykey reissue hostaway/beach-house/4711 --code 0bd6a8f1-7d55-4f3f-a8f5-3c1f6a0e6c11 --yes':
          'from a script: repeated, it makes no third code',
      }),
    )
    .action((reservation: string, options: ReissueOptions) =>
      withTemporal(async (client) => {
        const workflowId = workflowIdOf(reservation);
        const known = await readState(client, workflowId);
        const doorId = oneDoor(known, options.door);
        const door = known.doors.find((each) => each.doorId === doorId);
        const old = door?.code;
        mustBeItsCode(options.code, old?.accessCodeId);
        if (old && !options.yes) {
          await confirm(
            `Code ${old.accessCodeId} stays live until ${old.endsAt ?? 'an unknown time'}; it can't be deleted. ${whatFollows(door)}`,
          );
        }
        // Between the look and the update somebody else may have replaced the same code: it is replaced once.
        const updateId = old ? `reissue ${old.accessCodeId}` : undefined;
        const answer = await sendUpdate(client, workflowId, reissueUpdate, [{ doorId }], updateId);
        say(answer.warning);
        if (options.json) outJson(answer);
        else out(describeState(answer.state));
      }),
    );
};

const whatFollows = ({ state }: DoorReport): string => {
  if (state === 'handled_by_hand')
    return 'The door is handled manually: no code is made until it is resumed.';
  return 'The guest uses it until the new one is ready, and then gets another PIN.';
};

const mustBeItsCode = (expected: string | undefined, found: string | undefined): void => {
  if (expected === undefined || expected === found) return;
  throw new CommandError(
    `The door's code is ${found ?? 'not made yet'}, not ${expected}: nothing was done`,
    exitCodes.refused,
  );
};
