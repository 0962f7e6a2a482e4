import { Counter, type Registry } from 'prom-client';
import { isNotifyFault, type ChannelName } from '../notify/fault.ts';
import type { Channel, Notify } from '../notify/notify.ts';

/** The same ways out, each counting what came of it. `refused`: by the address, which no further attempt can help. */
export const countDeliveries = (registry: Registry, notify: Notify): Notify => {
  const deliveries = new Counter({
    name: 'staykey_deliveries_total',
    help: 'Attempts at a message, by channel and by how they ended: sent, failed or refused.',
    labelNames: ['channel', 'outcome'],
    registers: [registry],
  });
  // A series must be there before its first failure for that to be seen as an increase.
  for (const channel of Object.keys(channels))
    for (const outcome of ['sent', 'failed', 'refused']) deliveries.inc({ channel, outcome }, 0);
  const counted = <Name extends ChannelName>({ name: channel, send }: Channel<Name>): Channel<Name> => ({
    name: channel,
    send: async () => {
      try {
        await send();
      } catch (error) {
        const isRefused = isNotifyFault(error) && error.isAddressRefused;
        deliveries.inc({ channel, outcome: isRefused ? 'refused' : 'failed' });
        throw error;
      }
      deliveries.inc({ channel, outcome: 'sent' });
    },
  });
  return {
    codesChannels: (news) => notify.codesChannels(news).map(counted),
    staffChannels: (digest) => notify.staffChannels(digest).map(counted),
  };
};

const channels: Record<ChannelName, true> = {
  guest_email: true,
  staff_email: true,
  pms_webhook: true,
  // Of notices to staff only.
  log: true,
};
