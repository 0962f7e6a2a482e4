import { setTimeout } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import proto from '@temporalio/proto';

const serving = proto.grpc.health.v1.HealthCheckResponse.ServingStatus.SERVING;

/**
 * Resolves when the server at `address` (`host:port`) reports SERVING and knows `namespace`: a front end that
 * accepts connections may still be starting the services behind it.
 * Rejects after `withinMs` with the last answer, or when `signal` aborts.
 */
export const untilServing = async (
  address: string,
  namespace: string,
  withinMs: number,
  signal: AbortSignal,
): Promise<void> => {
  const connection = Connection.lazy({ address });
  const deadline = Date.now() + withinMs;
  try {
    for (;;) {
      const answer = await connection
        .withDeadline(Date.now() + 2_000, () => ask(connection, namespace))
        .catch(String);
      if (answer === serving) return;
      if (Date.now() > deadline) {
        throw new Error(`Temporal at ${address} did not serve within ${withinMs / 1000} s: ${answer}`);
      }
      await setTimeout(100, undefined, { signal });
    }
  } finally {
    await connection.close();
  }
};

const ask = async (connection: Connection, namespace: string) => {
  const { status } = await connection.healthService.check({
    service: 'temporal.api.workflowservice.v1.WorkflowService',
  });
  if (status === serving) await connection.workflowService.describeNamespace({ namespace });
  return status;
};
