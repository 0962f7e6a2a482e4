import type { Ground } from './ground.ts';
import { stayOf } from '../support/builders.ts';

const soon = stayOf({ arrivesInDays: 2, nights: 4 });

export const substitute = async (code: string, ground: Ground): Promise<string> => {
  let text = code;
  for (const [written, here] of Object.entries(substitutions(ground))) {
    if (text.includes(written))
      text = text.replaceAll(written, typeof here === 'string' ? here : await here());
  }
  return text;
};

/**
 * What stands in the pages for what is a reader's own, and what it is here. All else is run as it is written.
 * A value that is a function is looked up when a block with it comes.
 */
const substitutions = ({
  api,
  temporal,
  simulator,
  openNotice,
}: Ground): Record<string, string | (() => Promise<string>)> => ({
  'http://localhost:8090': api.url,
  'http://127.0.0.1:8090': api.url,
  'the token npm start printed': api.token,
  '127.0.0.1:7233': temporal.address,
  'temporal.example:7233': temporal.address,
  'TEMPORAL_NAMESPACE=staykey': `TEMPORAL_NAMESPACE=${temporal.namespace}`,
  'https://connect.getseam.com': simulator.url,
  'seam_...': simulator.apiKey,
  '2026-12-01T16:00': soon.arrival,
  '2026-12-05T10:00': soon.departure,
  'c0de…/1': openNotice,
});
