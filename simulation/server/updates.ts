import { fromPayload } from '../payloads.ts';
import type { Command } from '../sandbox.ts';

type Response = NonNullable<Command['updateResponse']>;

export class UpdateRefused extends Error {
  override readonly name = 'UpdateRefused';
}

/** The run has ended before it could answer. */
export class RunNotFound extends Error {
  override readonly name = 'RunNotFound';
}

interface Waiting {
  runId: string;
  isAccepted: boolean;
  resolve: (answer: unknown) => void;
  reject: (error: Error) => void;
}

/** Who waits for the answer to which update. */
export class UpdateDesk {
  readonly #waiting = new Map<string, Waiting>();

  expect(id: string, runId: string): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { runId, isAccepted: false, resolve, reject });
    });
  }

  isAccepted(id: string): boolean {
    return this.#waiting.get(id)?.isAccepted ?? true;
  }

  moveTo(id: string, runId: string): void {
    const waiting = this.#waiting.get(id);
    if (waiting) waiting.runId = runId;
  }

  answer({ protocolInstanceId, accepted, rejected, completed }: Response): void {
    const id = protocolInstanceId ?? '';
    const waiting = this.#waiting.get(id);
    if (!waiting) return;
    if (accepted) waiting.isAccepted = true;
    if (rejected) waiting.reject(new UpdateRefused(rejected.message ?? 'refused'));
    if (completed) waiting.resolve(fromPayload(completed));
    if (rejected ?? completed) this.#waiting.delete(id);
  }

  runClosed(runId: string, carried: readonly string[]): void {
    for (const [id, waiting] of this.#waiting) {
      if (waiting.runId !== runId || carried.includes(id)) continue;
      this.#waiting.delete(id);
      waiting.reject(new RunNotFound(waiting.isAccepted ? 'ended before it answered' : 'has ended'));
    }
  }
}
