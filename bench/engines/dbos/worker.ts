import { DBOS } from '@dbos-inc/dbos-sdk';
import { required } from '../shared/steps.ts';
import { QUEUE, VERSION } from './message.ts';
import { registerStory } from './story.ts';

DBOS.setConfig({
  name: 'story',
  systemDatabaseUrl: required('DATABASE_URL'),
  applicationVersion: VERSION,
  logLevel: 'error',
});
registerStory();
await DBOS.launch();
// New stories are found by asking; the default is once a second.
await DBOS.registerQueue(QUEUE, { minPollingIntervalMs: 100 });
process.stdout.write('serving\n');
