/** `setTimeout` fires at once for anything longer. */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

export type Cancel = () => void;

/** The simulated clock, milliseconds since 1970. It runs with real time from wherever it was put. */
export interface Clock {
  now: () => number;
  nowIso: () => string;
  /** `run` is called once the clock has reached `instant`, by a timer or by a move, in order of instants. */
  at: (instant: number, run: () => void) => Cancel;
  /** Forward: everything due on the way happens first. Backward: what has happened stays. */
  moveTo: (instant: number) => void;
  /** All that `run` does has one date, however long it takes. */
  inOneInstant: (run: () => void) => void;
  /** A timer may be late by a moment; what a request sees may not. */
  catchUp: () => void;
  close: () => void;
}

interface Due {
  instant: number;
  run: () => void;
}

export const createClock = (start?: number): Clock => {
  let offset = start === undefined ? 0 : start - Date.now();
  let agenda: Due[] = [];
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  // While a due entry runs it is that entry's instant, so that what it causes is dated and ordered by it.
  let stoppedAt: number | undefined;

  const now = () => stoppedAt ?? Date.now() + offset;

  const runDue = (until: number) => {
    if (stoppedAt !== undefined) return;
    try {
      for (let next = agenda[0]; next && next.instant <= until; next = agenda[0]) {
        agenda.shift();
        stoppedAt = next.instant;
        next.run();
      }
    } finally {
      stoppedAt = undefined;
    }
    arm();
  };

  const arm = () => {
    clearTimeout(timer);
    const next = agenda[0];
    if (!next || closed) return;
    const wait = Math.min(Math.max(next.instant - now(), 0), LONGEST_TIMEOUT_MS);
    timer = setTimeout(() => runDue(now()), wait).unref();
  };

  const inOneInstant = (run: () => void) => {
    const before = stoppedAt;
    stoppedAt = now();
    try {
      run();
    } finally {
      stoppedAt = before;
    }
    arm();
  };

  return {
    now,
    inOneInstant,
    nowIso: () => new Date(now()).toISOString(),
    at: (instant, run) => {
      const due = { instant, run };
      const later = agenda.findIndex((other) => other.instant > instant);
      agenda.splice(later === -1 ? agenda.length : later, 0, due);
      if (stoppedAt === undefined) arm();
      return () => {
        agenda = agenda.filter((other) => other !== due);
      };
    },
    moveTo: (instant) => {
      runDue(instant);
      offset = instant - Date.now();
      arm();
    },
    catchUp: () => runDue(now()),
    close: () => {
      closed = true;
      clearTimeout(timer);
    },
  };
};
