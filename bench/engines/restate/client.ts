import { connect } from '@restatedev/restate-sdk-clients';
import type { StoryClient } from '../shared/client.ts';
import type { stay } from './story.ts';

/** @param adminUrl the server's other address, which takes SQL */
export const openRestate = (ingressUrl: string, adminUrl: string): StoryClient => {
  const ingress = connect({ url: ingressUrl });
  const sendTo = (id: string) => ingress.objectSendClient<typeof stay>({ name: 'stay' }, id);
  return {
    book: async (booking) => void (await sendTo(booking.id).book(booking)),
    change: async (booking) => void (await sendTo(booking.id).book(booking)),
    cancel: async (id) => void (await sendTo(id).cancel()),
    seamEvent: async (id) => void (await sendTo(id).seamEvent()),
    withoutCode: async (fromMs, toMs) => {
      const response = await fetch(`${adminUrl}/query`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'application/json' },
        body: JSON.stringify({ query: question(fromMs, toMs) }),
      });
      if (!response.ok) throw new Error(`Restate answered ${response.status}: ${await response.text()}`);
      const { rows } = (await response.json()) as { rows: { id: string }[] };
      return rows.map(({ id }) => id);
    },
    close: async () => undefined,
  };
};

// A stay whose booking has not been taken up yet has no state; it waits in `sys_invocation` and is not found here.
// `try_cast`: the cast may be carried out before the row's key is looked at, over any value there is.
export const question = (fromMs: number, toMs: number): string => `
  select s.service_key as id
  from state s join state a on a.service_name = s.service_name and a.service_key = s.service_key
  where s.service_name = 'stay' and s.key = 'status' and s.value_utf8 = '"no code"'
    and a.key = 'arrivesAt' and try_cast(a.value_utf8 as bigint) between ${fromMs} and ${toMs}`;
