import { Counter, Histogram, type Registry } from 'prom-client';
import type { OnSeamCall, SeamCall, SeamOutcome } from '../seam/client.ts';

/** Counts what Seam was asked, by call and by what came of it. A listing of several pages is one call. */
export const countSeamCalls = (registry: Registry): OnSeamCall => {
  const registers = [registry];
  const calls = new Counter({
    name: 'staykey_seam_calls_total',
    help: 'Calls of Seam, by how they ended: ok, or the class of the failure (src/seam/errors.ts).',
    labelNames: ['call', 'outcome'],
    registers,
  });
  const seconds = new Histogram({
    name: 'staykey_seam_call_seconds',
    help: 'How long calls of Seam took, those without an answer included.',
    labelNames: ['call'],
    buckets: [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 40],
    registers,
  });
  // Prometheus sees no increase in a series that begins with its first failure: all of them begin with none.
  for (const call of Object.keys(seamCalls))
    for (const outcome of Object.keys(outcomes)) calls.inc({ call, outcome }, 0);
  return ({ call, outcome, ms }) => {
    calls.inc({ call, outcome });
    seconds.observe({ call }, ms / 1000);
  };
};

// `Record` wants all of them: the compiler refuses these lists when the client knows a name more.
const seamCalls: Record<SeamCall, true> = {
  'devices/get': true,
  'devices/list': true,
  'access_codes/create': true,
  'access_codes/get': true,
  'access_codes/list': true,
};
const outcomes: Record<SeamOutcome, true> = {
  ok: true,
  not_found: true,
  refused: true,
  needs_human: true,
  rate_limited: true,
  not_sent: true,
  ambiguous: true,
  fault: true,
};
