import { DBOSClient } from '@dbos-inc/dbos-sdk';
import pg from 'pg';
import type { StoryClient } from '../shared/client.ts';
import { QUEUE, VERSION, type Message } from './message.ts';

export const openDbos = async (databaseUrl: string): Promise<StoryClient> => {
  const client = await DBOSClient.create({ systemDatabaseUrl: databaseUrl, applicationName: 'story' });
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 2 });
  const send = (id: string, message: Message) => client.send(id, message);
  return {
    book: async (booking) => {
      const options = { workflowName: 'stay', queueName: QUEUE, workflowID: booking.id, appVersion: VERSION };
      await client.enqueue(options, booking);
    },
    change: (booking) => send(booking.id, { kind: 'change', booking }),
    cancel: (id) => send(id, { kind: 'cancel' }),
    seamEvent: (id) => send(id, { kind: 'seamEvent' }),
    withoutCode: async (fromMs, toMs) => {
      const { rows } = await pool.query<{ id: string }>(question, [fromMs, toMs]);
      return rows.map(({ id }) => id);
    },
    close: async () => {
      await client.destroy();
      await pool.end();
    },
  };
};

// A story that waits in the queue has not yet said anything of itself: its input is asked instead.
export const question = `
  select w.workflow_uuid as id
  from dbos.workflow_status w
  left join dbos.workflow_events e on e.workflow_uuid = w.workflow_uuid and e.key = 'shown'
  where w.name = 'stay' and w.status in ('ENQUEUED', 'PENDING')
    and coalesce(e.value::jsonb #>> '{json,status}', 'no code') = 'no code'
    and coalesce(e.value::jsonb #>> '{json,arrivesAt}', w.inputs::jsonb #>> '{json,0,arrivesAt}')::bigint between $1 and $2`;
