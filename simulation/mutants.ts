interface Edit {
  /** From the root of the project. */
  file: string;
  /** Occurs exactly once in the file. */
  find: string;
  replace: string;
}

/** A fault of one line, and where it goes. */
export interface Mutant extends Edit {
  name: string;
  /** What else has to go where a promise is kept twice: each guard alone would hide that the other is gone. */
  and?: Edit[];
}

const answers = 'src/domain/door/answers.ts';
const changed = 'src/domain/door/changed.ts';
const liveCodes = 'src/domain/door/live-codes.ts';
const messages = 'src/domain/door/messages.ts';
const settle = 'src/domain/door/settle.ts';

export const mutants: Mutant[] = [
  {
    name: 'an answer about another stay is written over the door',
    file: changed,
    find: 'if (epoch === door.epoch) return changed(door, event, atMs);',
    replace: 'if (epoch > 0) return changed(door, event, atMs);',
    and: [
      {
        file: answers,
        find: "wish.is === 'wanted' && stay?.arrival === wish.stay.arrival && stay.departure === wish.stay.departure;",
        replace: "wish.is === 'wanted' && stay !== undefined;",
      },
    ],
  },
  {
    name: 'the answer of a read is written over a reissue',
    file: answers,
    find: 'return withHeldCodes(heard, (held) => (isIt(held) ? withReading(held, code, atMs) : held));',
    replace:
      "return withPhase(withStandIn(heard, null), { is: 'serving', plan: null, held: withReading(heldCodesOf(door).find(isIt)!, code, atMs) });",
  },
  {
    name: 'a code that a stale answer brings is dropped',
    file: changed,
    find: ": changed(door, { is: 'looked', version, found }, atMs);",
    replace: ': door;',
  },
  {
    name: 'a wait without an end is passed on to Temporal',
    file: 'src/workflows/guard-door.ts',
    find: 'Math.max(1, Math.min(step.until - Date.now(), LONGEST_WAIT_MS))',
    replace: 'Math.max(1, step.until - Date.now())',
  },
  {
    name: 'a message that comes while the run completes is lost',
    file: 'src/workflows/reservation.ts',
    find: '} while (partsOf(run).length > 0);',
    replace: '} while (false);',
    and: [
      {
        file: 'src/workflows/supervise.ts',
        find: '} while (running.size > 0 || missing().length > 0);',
        replace: '} while (running.size > 0);',
      },
    ],
  },
  {
    name: 'the ids of codes are not bounded',
    file: 'src/workflows/show-progress.ts',
    find: '(bytes += 3 + 3 * value.length - 2 * asciiOf(value)) <= MOST_BYTES',
    replace: '(bytes += 0) <= MOST_BYTES',
  },
  {
    name: 'the ids of codes that are over never leave',
    file: 'src/workflows/show-progress.ts',
    find: "noticesOf(door).filter(({ closed }) => closed === null || closed.how === 'acknowledged'),",
    replace: 'noticesOf(door),',
  },
  {
    name: 'a lost request is not looked for',
    file: 'src/domain/door/next-step.ts',
    find: "door.lostCreates.find((create) => create.answer === 'lost' && !isAskedByCreate(door, create));",
    replace: 'door.lostCreates.find(() => false);',
  },
  {
    name: 'a request without an answer made nothing',
    file: 'src/domain/door/next-step.ts',
    find: 'mayExist: door.lostCreates.some(({ version }) => version === door.version),',
    replace: 'mayExist: false,',
    and: [
      {
        file: 'src/activities/issue-access-code.ts',
        find: 'const answerMayBeLost = wanted.mayExist || activityInfo().attempt > 1;',
        replace: 'const answerMayBeLost = wanted.mayExist && activityInfo().attempt < 0;',
      },
    ],
  },
  {
    name: 'a code that is given up gets no notice',
    file: liveCodes,
    find: 'liveCodes: [...door.liveCodes, live],',
    replace: 'liveCodes: door.liveCodes,',
  },
  {
    name: 'the old code is given up before the new one is ready',
    file: settle,
    find: "if (phase.is !== 'serving' || !standIn || !isReady(phase.held)) return door;",
    replace: "if (phase.is !== 'serving' || !standIn) return door;",
  },
  {
    name: 'a reissue takes the old code for the new one',
    file: answers,
    find: 'code !== null && !heldCodesOf(door).some((held) => held.code.accessCodeId === code.accessCodeId);',
    replace: 'code !== null;',
    and: [
      {
        file: answers,
        find: '{ ...withTokenTaken(resolved, code), version: version + 1, undelivered: null },',
        replace: '{ ...resolved, undelivered: null },',
      },
    ],
  },
  {
    name: 'a door stays handled when the stay changes',
    file: messages,
    find: "...withPhase(seeking, { is: 'validating' }),",
    replace: "...(phaseOf(door).is === 'handled' ? seeking : withPhase(seeking, { is: 'validating' })),",
  },
  {
    name: 'a notice that was accepted stays so when a neighbour books',
    file: messages,
    find: 'closed: isNew && isAccepted ? null : notice.closed,',
    replace: 'closed: notice.closed,',
  },
  {
    name: 'a slow assessment is written over what neighbours said',
    file: answers,
    find: 'overlapsOf(door, { cause, code: code ?? current }, assessment.overlaps)',
    replace: 'overlapsOf({ ...door, neighbours: [] }, { cause, code: code ?? current }, assessment.overlaps)',
  },
  {
    name: 'a live code is not raised until Seam answers',
    file: 'src/domain/door/guard-step.ts',
    find: 'const isLookedInto = live.assessment !== null || live.askAgainAt > 0;',
    replace: 'const isLookedInto = live.assessment !== null;',
  },
  {
    name: 'no deadline is raised for a guest nobody can reach',
    file: 'src/domain/door/alarms.ts',
    find: "return atArrival(door.undelivered?.how === 'unreachable' ? 'unreachable' : 'not_told');",
    replace: "return door.undelivered?.how === 'unreachable' ? [] : atArrival('not_told');",
  },
  {
    name: 'a run cancelled from the UI ends without a word',
    file: 'src/workflows/parts.ts',
    find: 'run.outbox.length > 0 ?',
    replace: 'run.outbox.length > 0 && !run.isClosing ?',
  },
  {
    name: 'an event that comes during a read is lost',
    file: answers,
    find: 'const next = { ...held, code, wasTold, readAt: atMs };',
    replace: 'const next = { ...held, code, wasTold, readAt: atMs, mustReread: false };',
  },
  {
    name: 'a notice keeps its cause when the stay is cancelled',
    file: messages,
    find: '...recause(giveUpAll(door, cause, atMs), ofTheStay, cause),',
    replace: '...giveUpAll(door, cause, atMs),',
  },
  {
    name: 'a code without an end is waited for again and again',
    file: 'src/workflows/guard-door.ts',
    find: 'Math.max(1, Math.min(step.until - Date.now(), LONGEST_WAIT_MS))',
    replace: 'Number.isFinite(step.until) ? Math.max(1, step.until - Date.now()) : 1',
    and: [
      {
        file: 'src/workflows/guard-door.ts',
        find: "next.do !== 'wait' || next.until !== step.until;",
        replace: "next.do !== 'wait';",
      },
    ],
  },
  {
    name: 'a run that must continue as new waits for a message to be tried again',
    file: 'src/workflows/tell-guest.ts',
    find: 'const isStale = () => mustRest() || isOvertaken(run, news, doors);',
    replace: 'const isStale = () => isOvertaken(run, news, doors);',
  },
  {
    name: 'a code that covers the changed stay is given up',
    file: 'src/domain/door/fit.ts',
    find: "if (encloses(times.arrivalAt, times.departureAt)) return 'covers';",
    replace: '',
  },
  {
    name: 'a code that covers a part of the stay is given up',
    file: 'src/domain/door/fit.ts',
    find: "return overlaps ? 'covers_part' : 'does_not';",
    replace: "return overlaps && times.arrivalAt === '' ? 'covers_part' : 'does_not';",
  },
  {
    name: 'a revision that is not newer is taken',
    file: 'src/workflows/follow.ts',
    find: 'if (next.revision <= run.reservation.revision)',
    replace: 'if (next.revision < 0)',
  },
];
