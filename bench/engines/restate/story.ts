import { object, rpc, TerminalError, type ObjectContext } from '@restatedev/restate-sdk';
import {
  calledOffNotice,
  dueNotices,
  nextTurn,
  orphanNotice,
  tries,
  type Booking,
  type Code,
  type Notice,
} from '../shared/rules.ts';
import { createSteps } from '../shared/steps.ts';

/** Kept by Restate under the id of the stay, and asked for by operators: one value for each field. */
interface Kept {
  booking: Booking;
  arrivesAt: number;
  status: 'no code' | 'ready' | 'over';
  code: Code | null;
  told: string[];
  /** Counts turns: a wake-up that was sent before a later turn is out of date. */
  turn: number;
}
type Context = ObjectContext<Kept>;

const steps = createSteps();
const some = {
  maxRetryAttempts: tries.most,
  initialRetryInterval: tries.firstPauseMs,
  retryIntervalFactor: tries.factor,
};

/** One stay. Restate lets in one message at a time; each takes a turn and sends the next wake-up. */
export const stay = object({
  name: 'stay',
  handlers: {
    book: async (ctx: Context, booking: Booking): Promise<void> => {
      const known = await ctx.get('booking');
      if (known && known.revision >= booking.revision) return;
      if ((await ctx.get('status')) === 'over') return;
      ctx.set('booking', booking);
      ctx.set('arrivesAt', booking.arrivesAt);
      ctx.set('status', 'no code');
      await takeTurn(ctx, booking);
    },
    cancel: async (ctx: Context): Promise<void> => {
      const booking = await ctx.get('booking');
      if (!booking || (await ctx.get('status')) === 'over') return;
      for (const { revision } of await ctx.run('findCodes', () => steps.findCodes(booking)))
        await tellOnce(ctx, orphanNotice(booking.id, revision));
      await tellOnce(ctx, calledOffNotice(booking.id));
      ctx.set('status', 'over');
    },
    seamEvent: async (ctx: Context): Promise<void> => {
      const booking = await ctx.get('booking');
      if (booking && (await ctx.get('status')) === 'no code') await takeTurn(ctx, booking);
    },
    wake: async (ctx: Context, turn: number): Promise<void> => {
      const booking = await ctx.get('booking');
      if (!booking || (await ctx.get('turn')) !== turn || (await ctx.get('status')) === 'over') return;
      await takeTurn(ctx, booking);
    },
  },
});

const takeTurn = async (ctx: Context, booking: Booking): Promise<void> => {
  if ((await ctx.get('status')) === 'no code') {
    for (const notice of dueNotices(booking, await ctx.date.now())) await tellOnce(ctx, notice);
    const code = await makeOrRead(ctx, booking);
    ctx.set('code', code);
    if (code?.isSet) {
      await ctx.run('tellPin', () => steps.tellPin(booking, code.id));
      ctx.set('status', 'ready');
    }
  }
  const now = await ctx.date.now();
  if (now >= booking.departsAt) return ctx.set('status', 'over');
  const turn = ((await ctx.get('turn')) ?? 0) + 1;
  ctx.set('turn', turn);
  const delay = nextTurn(booking, (await ctx.get('status')) === 'ready', now) - now;
  ctx.objectSendClient(stay, ctx.key).wake(turn, rpc.sendOpts({ delay }));
};

/** Null: Seam gave no answer for seconds. Look around, and try again later. */
const makeOrRead = async (ctx: Context, booking: Booking): Promise<Code | null> => {
  const known = await ctx.get('code');
  if (known?.revision === booking.revision) {
    const isSet = await ctx.run('isSet', () => steps.isSet(known.id), some).catch(ifTerminal(false));
    return { ...known, isSet };
  }
  const made = await ctx.run('makeCode', () => steps.makeCode(booking), some).catch(ifTerminal(null));
  for (const { revision } of made?.others ?? []) await tellOnce(ctx, orphanNotice(booking.id, revision));
  return made?.code ?? null;
};

const tellOnce = async (ctx: Context, notice: Notice): Promise<void> => {
  const told = (await ctx.get('told')) ?? [];
  if (told.includes(notice.key)) return;
  await ctx.run('tell', () => steps.tell(notice));
  ctx.set('told', [...told, notice.key]);
};

// A step whose tries are used up; anything else is Restate's own way of ending an attempt.
const ifTerminal =
  <T>(fallback: T) =>
  (error: unknown): T => {
    if (error instanceof TerminalError) return fallback;
    throw error;
  };
