import { InvalidArgumentError, type Command } from 'commander';
import { readPlanningConfig } from '../config.ts';
import { auditDoor, commonTimes, type DoorAudit, type StandardTimes } from '../domain/audit-door.ts';
import { createSeam } from '../seam/client.ts';
import { describeAudit } from './describe-audit.ts';
import { examples } from './examples.ts';
import { exitCodes } from './exit-codes.ts';
import { jsonOption } from './json-option.ts';
import { out, outJson, say } from './print.ts';

interface AuditOptions {
  times?: StandardTimes[];
  property?: string;
  json: boolean;
}

export const addDoors = (program: Command): void => {
  program
    .command('doors')
    .description('the doors of the Seam workspace')
    .command('audit')
    .description('hold every Oracode door against the times you let to; needs SEAM_API_KEY')
    .option(
      '--times <arrival-departure>',
      'such as 16:00-10:00; may be repeated; each must be served',
      collectTimes,
    )
    .option('--property <id>', 'whose policy counts; without, the general one')
    .addOption(jsonOption())
    .addHelpText(
      'after',
      examples({
        'staykey doors audit': 'zone, capability and slots of each door, and which common times they serve',
        'staykey doors audit --times 16:00-10:00 --times 15:00-11:00':
          'fails where a door can not serve both',
      }),
    )
    .action(async ({ times, property, json }: AuditOptions) => {
      const { seam, policyOf } = readPlanningConfig(process.env);
      const doors = await createSeam(seam).listDoors();
      const nowMs = Date.now();
      const audits = doors.map((door) =>
        auditDoor({ door, policy: policyOf(property ?? ''), nowMs, times: times ?? commonTimes }),
      );
      const unable = audits.filter((audit) => !canServe(audit, times !== undefined));
      if (json) outJson(audits);
      else if (audits.length > 0) out(audits.map(describeAudit).join('\n\n'));
      say(`${audits.length} Oracode doors, ${unable.length} of which can't serve.`);
      if (unable.length > 0) process.exitCode = exitCodes.needsHuman;
    });
};

/** Times asked for must all be served; of the common ones a host may let to none. */
const canServe = ({ problems, standardTimes }: DoorAudit, mustServeAll: boolean): boolean =>
  problems.length === 0 && (!mustServeAll || standardTimes.every(({ isServed }) => isServed));

const collectTimes = (text: string, sofar: StandardTimes[] = []): StandardTimes[] => {
  const timeOfDay = '(?:[01]\\d|2[0-3]):[0-5]\\d';
  const [, arrival, departure] = new RegExp(`^(${timeOfDay})-(${timeOfDay})$`).exec(text) ?? [];
  if (arrival === undefined || departure === undefined) {
    throw new InvalidArgumentError('Expected HH:MM-HH:MM, arrival and departure, such as 16:00-10:00.');
  }
  return [...sofar, { arrival, departure }];
};
