import type pg from 'pg';
import type { PgBoss } from 'pg-boss';
import {
  calledOffNotice,
  dueNotices,
  nextTurn,
  orphanNotice,
  type Booking,
  type Code,
  type Notice,
} from '../shared/rules.ts';
import { createSteps } from '../shared/steps.ts';
import { inTransaction, putTurn, type Row } from './store.ts';

const steps = createSteps();

/**
 * One turn of a stay. A step that fails ends the turn, and pg-boss repeats it; each step that succeeded is written down at
 * once, so that the repeated turn passes over it.
 */
export const takeTurn = async (boss: PgBoss, pool: pg.Pool, id: string): Promise<void> => {
  const row = await readRow(pool, id);
  if (!row || row.status === 'over') return;
  const { booking } = row;
  if (row.is_cancelled) return callOff(pool, row);

  let status: Row['status'] = row.status;
  if (status === 'no code') {
    for (const notice of dueNotices(booking, Date.now())) await tellOnce(pool, row, notice);
    const code = await makeOrRead(pool, row);
    if (code.isSet) {
      await steps.tellPin(booking, code.id);
      status = 'ready';
    }
  }
  const now = Date.now();
  if (now >= booking.departsAt) status = 'over';
  await inTransaction(pool, async (client) => {
    // A change that came meanwhile keeps its own status.
    const { rows } = await client.query<Pick<Row, 'heard'>>(
      `update stay set status = case when revision = $3 then $2 else status end where id = $1 returning heard`,
      [id, status, booking.revision],
    );
    const isNew = rows[0]?.heard !== row.heard;
    if (status !== 'over' || isNew)
      await putTurn(boss, client, id, new Date(isNew ? now : nextTurn(booking, status === 'ready', now)));
  });
};

const readRow = async (pool: pg.Pool, id: string): Promise<Row | undefined> => {
  const { rows } = await pool.query<Row>(
    'select booking, code, status, is_cancelled, told, heard from stay where id = $1',
    [id],
  );
  return rows[0];
};

const callOff = async (pool: pg.Pool, row: Row): Promise<void> => {
  const { booking } = row;
  for (const { revision } of await steps.findCodes(booking))
    await tellOnce(pool, row, orphanNotice(booking.id, revision));
  await tellOnce(pool, row, calledOffNotice(booking.id));
  await pool.query(`update stay set status = 'over' where id = $1`, [booking.id]);
};

const makeOrRead = async (pool: pg.Pool, row: Row): Promise<Code> => {
  const { booking, code } = row;
  if (code?.revision === booking.revision) return { ...code, isSet: await steps.isSet(code.id) };
  const made = await steps.makeCode(booking);
  for (const { revision } of made.others) await tellOnce(pool, row, orphanNotice(booking.id, revision));
  await keepCode(pool, booking, made.code);
  return made.code;
};

const keepCode = async (pool: pg.Pool, { id }: Booking, code: Code): Promise<void> => {
  await pool.query('update stay set code = $2 where id = $1', [id, JSON.stringify(code)]);
};

const tellOnce = async (pool: pg.Pool, row: Row, notice: Notice): Promise<void> => {
  if (row.told.includes(notice.key)) return;
  await steps.tell(notice);
  row.told.push(notice.key);
  await pool.query('update stay set told = array_append(told, $2) where id = $1', [
    notice.reservationId,
    notice.key,
  ]);
};
