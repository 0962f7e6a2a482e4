import { DefaultFailureConverter } from '@temporalio/common';

/**
 * Messages and stack traces go into a payload, so that the codec encrypts them. Loaded by path, by Node and into the
 * bundle of the workflows.
 */
export const failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true });
