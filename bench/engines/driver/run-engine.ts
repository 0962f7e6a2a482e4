import type { StoryClient } from '../shared/client.ts';
import type { Engine } from './engine.ts';
import type { Pms } from './pms.ts';

/** Servers, worker and a client of the PMS's side, until it is disposed of. Its data stay. */
export interface RunningEngine extends AsyncDisposable {
  client: StoryClient;
}

export const runEngine = async (engine: Engine, pms: Pms): Promise<RunningEngine> => {
  const parts = [...engine.servers, engine.worker];
  let client: StoryClient | undefined;
  const stop = async () => {
    pms.hand(null);
    await client?.close();
    for (const part of [...parts].reverse()) await part.stop();
  };
  try {
    for (const part of parts) await part.start();
    await engine.prepare();
    client = await engine.openClient();
    pms.hand(client.seamEvent);
    return { client, [Symbol.asyncDispose]: stop };
  } catch (error) {
    await stop();
    throw error;
  }
};
