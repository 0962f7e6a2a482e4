import { apiVariables } from '../../src/api/environment.ts';
import { deskVariables } from '../../src/desk/environment.ts';
import { policyVariables } from '../../src/environment/policy-environment.ts';
import { processVariables } from '../../src/environment/process-environment.ts';
import { metricsVariables } from '../../src/metrics/environment.ts';
import { notifyVariables } from '../../src/notify/environment.ts';
import { seamPauseVariables, seamVariables } from '../../src/seam/environment.ts';
import { seamWebhookVariables } from '../../src/seam/webhook-environment.ts';
import { codecVariables } from '../../src/temporal/codec-environment.ts';
import { deploymentVariables } from '../../src/temporal/deployment-environment.ts';
import { encryptionVariables } from '../../src/temporal/encryption-environment.ts';
import { temporalOwnVariables, temporalVariables } from '../../src/temporal/environment.ts';
import { importVariables } from '../../src/temporal/import-environment.ts';
import { cacheVariables } from '../../src/temporal/worker-environment.ts';
import { tracesVariables } from '../../src/traces/environment.ts';

const section = (title: string, ...shapes: object[]) => ({ title, names: shapes.flatMap(Object.keys) });

const { STAYKEY_DESK_LOCALE } = deskVariables;

/** In the order of the page. */
export const sections = [
  section('Seam', seamVariables, seamPauseVariables, seamWebhookVariables),
  section('Temporal', temporalVariables, temporalOwnVariables),
  section('Encryption', encryptionVariables),
  section('When a code is made', policyVariables),
  section('Messages', notifyVariables),
  section('Imports', importVariables),
  section(
    'The processes',
    processVariables,
    cacheVariables,
    deploymentVariables,
    metricsVariables,
    tracesVariables,
  ),
  section('The API and the front desk', apiVariables, { STAYKEY_DESK_LOCALE }),
  section('The codec server', codecVariables),
];
