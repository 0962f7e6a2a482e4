import type { Client } from '@temporalio/client';
import { connectClient, temporalAddress } from '../temporal/connection.ts';
import { CommandError, exitCodes } from './exit-codes.ts';

/** A connection for as long as the work takes. */
export const withTemporal = async <T>(work: (client: Client) => Promise<T>): Promise<T> => {
  const { client, close } = await connect();
  try {
    return await work(client);
  } finally {
    await close();
  }
};

const connect = async () => {
  try {
    return await connectClient();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CommandError(`Temporal can't be reached at ${temporalAddress()}: ${why}`, exitCodes.fault);
  }
};
