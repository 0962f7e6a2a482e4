import { statSync } from 'node:fs';
import { z } from 'zod';

const name = (characters: RegExp, expected: string) => z.string().regex(characters, expected).optional();

/** What the environment may set, for `config.ts`. */
export const deploymentVariables = {
  STAYKEY_DEPLOYMENT_NAME: name(/^[\w-]{1,128}$/, 'expected letters, digits, "-" and "_"').describe(
    'of which worker deployment a worker is a version ([deployment.md](deployment.md)); without it a worker takes all work, whichever build it is',
  ),
  STAYKEY_BUILD_ID: name(/^[\w.-]{1,128}$/, 'expected letters, digits, "-", "_" and "."').describe(
    'which version of it',
  ),
  STAYKEY_WORKFLOW_BUNDLE: z
    .string()
    .refine(
      (file) => statSync(file, { throwIfNoEntry: false })?.isFile(),
      'expected a file that `npm run bundle` has made',
    )
    .optional()
    .describe('workflow code put together before, which saves a worker that work at its start'),
};

export interface DeploymentSettings {
  /** Which version of which deployment a worker is; null where workers take all work, whichever build they are. */
  version: { deploymentName: string; buildId: string } | null;
  /** File of workflow code that was put together before; null where it is done at start. */
  workflowBundle: string | null;
}

/** A name alone says nothing of the code. A build without a name does no harm: an image knows its own. */
export const missingBuild = (env: Record<string, string | undefined>): string[] =>
  env['STAYKEY_DEPLOYMENT_NAME'] && !env['STAYKEY_BUILD_ID']
    ? ['STAYKEY_BUILD_ID is not set: expected with STAYKEY_DEPLOYMENT_NAME']
    : [];

export const toDeployment = (known: z.infer<z.ZodObject<typeof deploymentVariables>>): DeploymentSettings => {
  const { STAYKEY_DEPLOYMENT_NAME: deploymentName, STAYKEY_BUILD_ID: buildId } = known;
  return {
    version: deploymentName && buildId ? { deploymentName, buildId } : null,
    workflowBundle: known.STAYKEY_WORKFLOW_BUNDLE ?? null,
  };
};
