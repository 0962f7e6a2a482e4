import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { readPlanningConfig } from '../config.ts';
import { createSeam } from '../seam/client.ts';
import { readState } from '../temporal/reservation-states.ts';
import { describeDryRun } from './describe-dry-run.ts';
import { dryRun, type StayToCheck } from './dry-run.ts';
import { examples } from './examples.ts';
import { exitCodes } from './exit-codes.ts';
import { jsonOption } from './json-option.ts';
import { out, outJson } from './print.ts';
import { readReservations } from './read-reservations.ts';
import { RESERVATION, workflowIdOf } from './reservation-argument.ts';
import { withTemporal } from './with-temporal.ts';

export const addValidate = (program: Command): void => {
  program
    .command('validate')
    .argument('<file|reservation>', `JSON file of reservations, or one that runs: ${RESERVATION}`)
    .description('what each door would be asked for as Seam has it now; makes nothing; needs SEAM_API_KEY')
    .addOption(jsonOption())
    .addHelpText(
      'after',
      examples({
        'staykey validate reservations.json': 'before they are started',
        'staykey validate hostaway/beach-house/4711':
          'after the slots of a door were changed, before a retry',
      }),
    )
    .action(async (subject: string, { json }: { json: boolean }) => {
      const { seam, policyOf } = readPlanningConfig(process.env);
      const { stays, bad, repeats } = await staysOf(subject);
      const reservations = await dryRun({ seam: createSeam(seam), policyOf }, stays, Date.now());
      if (json) outJson({ reservations, bad, repeats });
      else if (reservations.length > 0) out(reservations.map(describeDryRun).join('\n\n'));
      if (bad.length > 0) process.exitCode = exitCodes.refused;
      else if (!reservations.every(({ isPossible }) => isPossible)) process.exitCode = exitCodes.needsHuman;
    });
};

const staysOf = async (subject: string) => {
  if (existsSync(subject) || subject.endsWith('.json')) {
    const { reservations, ...passedOver } = await readReservations(subject);
    return { stays: reservations, ...passedOver };
  }
  const workflowId = workflowIdOf(subject);
  const state = await withTemporal((client) => readState(client, workflowId));
  const isCancelled = state.status === 'cancelled';
  const stay: StayToCheck = {
    ...state,
    status: isCancelled ? 'cancelled' : 'confirmed',
    doorIds: state.doors.filter((door) => door.state !== 'cancelled').map(({ doorId }) => doorId),
  };
  return { stays: [stay], bad: [], repeats: [] };
};
