import { Agenda, settled } from '../agenda.ts';
import { Callers } from '../callers.ts';
import { Chance } from '../chance.ts';
import { emptyLedger, type JudgedCode, type Ledger } from '../judge/ledger.ts';
import type { Sandbox } from '../sandbox.ts';
import { aDoor } from '../seam/doors.ts';
import { Faults } from '../seam/faults.ts';
import { Line } from '../seam/line.ts';
import { SeamModel } from '../seam/seam-model.ts';
import { sendEvent } from '../seam/webhooks.ts';
import { Server } from '../server/server.ts';
import { TaskFailure } from '../server/replay.ts';
import { Worker } from '../server/worker.ts';
import type { World } from '../server/world.ts';
import { activitiesIn, names, startOptions, type CodesNews, type Reservation } from '../staykey.ts';
import { busyLimit, TaskRate } from './task-rate.ts';
import { instantOf } from './local-time.ts';
import type { Story } from './story.ts';
import type { SeamEvent } from '../../simulator/wire.ts';
import type { StoredCode } from '../../simulator/store.ts';

/** Some question to Seam may be under way for ten minutes, and a notice to staff as long. */
const LONGEST_REST = 25 * 60_000;

/** Everything a story plays on. Whatever can be seen from outside goes into the ledger. */
export class Stage {
  readonly story: Story;
  readonly agenda: Agenda;
  readonly chance: Chance;
  readonly faults = new Faults();
  readonly worker = new Worker();
  readonly line: Line;
  readonly seam: SeamModel;
  readonly server: Server;
  readonly callers: Callers;
  readonly ledger: Ledger = emptyLedger();
  readonly counts = new Map<string, number>();
  readonly workflowId: string;
  channelsDownUntil = 0;
  /** When a call to Seam went wrong last. */
  faultAt = 0;
  readonly #rate = new TaskRate();
  /** How far lists of runs lag behind: what is in them is no longer so, or not yet. */
  readonly #visibilityLagMs: number;

  constructor(story: Story, sandbox: Sandbox) {
    this.story = story;
    this.agenda = new Agenda(Date.parse(story.startsAt));
    this.chance = new Chance(story.luck + 0x5eed);
    this.#visibilityLagMs = this.chance.pick([0, 2_000, 90_000]);
    this.line = new Line(this.agenda, this.chance, this.faults, (call, kind) => {
      this.faultAt = this.agenda.now;
      this.disturbed();
      if (call === 'create' && kind !== 'slow') this.ledger.lostAnswers.push({ at: this.agenda.now });
    });
    this.seam = new SeamModel({
      agenda: this.agenda,
      line: this.line,
      faults: this.faults,
      options: {
        world: Array.from({ length: story.doors }, (_, index) => aDoor(index, story.zone, story.levels)),
        settingAfterMs: story.setAfterMs / 2,
        setAfterMs: story.setAfterMs,
        deferCreation: story.deferCreation,
        pinAt: story.pinAt,
      },
      onEvent: (event) => this.#onEvent(event),
      onCode: (code) => this.#onCode(code),
    });
    const key = { source: 'pms', propertyId: 'house', reservationId: `R${story.seed}` };
    const somebody: Reservation = {
      ...key,
      revision: 0,
      status: 'confirmed',
      stay: { arrival: '2026-01-01T00:00', departure: null },
      doorIds: [],
      guest: {},
    };
    this.workflowId = startOptions(somebody, this.agenda.now).workflowId;
    this.server = new Server(this.#world(sandbox, story));
    this.callers = new Callers(this.server, this.agenda);
  }

  /** Somebody or something acts: what follows at once is no loop. */
  disturbed(): void {
    this.#rate.disturbed(this.agenda.now);
  }

  mishap(rule: string, text: string): void {
    this.ledger.mishaps.push({ at: this.agenda.now, rule, text });
  }

  /** Its own run plans its stay, and tells the runs that hold live codes at that door; they are told what is so by then. */
  announceNeighbour(index: number): void {
    const { agenda, ledger, workflowId } = this;
    const announce = () => {
      const neighbour = ledger.neighbours[index];
      if (!neighbour || !this.server.running(workflowId)) return;
      const { reservationId, doorId, arrivalAt, departureAt, cancelledAt } = neighbour;
      const stay = {
        doorId,
        reservationId,
        workflowId: `reservation/pms/house/${reservationId}`,
        arrivalAt: new Date(arrivalAt).toISOString(),
        departureAt: new Date(departureAt).toISOString(),
        localArrival: null,
        isOver: cancelledAt !== null,
      };
      this.disturbed();
      this.server.signal(workflowId, names.neighbour, [stay]);
    };
    agenda.after(1_000 + this.chance.below(60_000), announce);
  }

  async close(): Promise<void> {
    this.line.close();
    await settled();
    await this.server.dispose();
  }

  #world(sandbox: Sandbox, story: Story): World {
    const { agenda, ledger } = this;
    return {
      agenda,
      chance: this.chance,
      worker: this.worker,
      sandbox,
      crashChance: story.crashChance,
      activities: activitiesIn({
        seam: this.seam.port,
        findOverlaps: async (stay) => this.#overlaps(stay),
        tellGuest: (news) => this.#tellGuest(news),
        tellStaff: async (notices) => {
          for (const { id, kind, severity, cause, text, doorId } of notices)
            ledger.notices.push({ at: agenda.now, id, kind, severity, cause, text, doorId });
        },
      }),
      count: (what) => void this.counts.set(what, (this.counts.get(what) ?? 0) + 1),
      onLimit: (_id, { what, value, most }) =>
        this.mishap('no server limit is met', `${what}: ${value}, at most ${most}`),
      onClosed: (_id, how, result) => {
        if (how !== 'continued') ledger.closings.push({ at: agenda.now, how });
        if (how === 'failed') this.mishap('no run fails', String(result));
      },
      onTask: (_id, restOverdueMs) => {
        if (restOverdueMs > LONGEST_REST)
          this.mishap(
            'a long run continues as new',
            `it goes on ${restOverdueMs / 60_000} minutes after it was to`,
          );
        this.counts.set('task', (this.counts.get('task') ?? 0) + 1);
        const tasks = this.#rate.count(agenda.now);
        if (tasks > busyLimit(story.doors))
          throw new TaskFailure('no timer loops', `${tasks} tasks within an hour in which nothing happened`);
      },
    };
  }

  async #tellGuest(news: CodesNews): Promise<void> {
    if (this.agenda.now < this.channelsDownUntil) throw new Error('the mail server is down');
    const { zone } = this.story;
    this.ledger.told.push({
      at: this.agenda.now,
      arrivalAt: instantOf(news.stay.arrival, zone),
      departureAt: news.stay.departure === null ? Infinity : instantOf(news.stay.departure, zone),
      doors: news.doors.map(({ doorId, pin }) => ({ doorId, pin })),
    });
  }

  #overlaps({ doorId, from, to }: { doorId: string; from: string; to: string }) {
    const seenUpTo = this.agenda.now - this.#visibilityLagMs;
    return this.ledger.neighbours
      .filter((stay) => stay.doorId === doorId && stay.bookedAt <= seenUpTo)
      .filter(({ cancelledAt }) => cancelledAt === null || cancelledAt > seenUpTo)
      .filter((stay) => stay.arrivalAt < Date.parse(to) && stay.departureAt > Date.parse(from))
      .map(({ reservationId, arrivalAt, departureAt }) => ({
        reservationId,
        workflowId: `reservation/pms/house/${reservationId}`,
        arrivalAt: new Date(arrivalAt).toISOString(),
        departureAt: new Date(departureAt).toISOString(),
      }));
  }

  #onCode({ wire }: StoredCode): void {
    this.ledger.codes.push({
      id: wire.access_code_id,
      doorId: wire.device_id,
      madeAt: this.agenda.now,
      startsAt: Date.parse(wire.starts_at),
      endsAt: Date.parse(wire.ends_at),
      goneAt: null,
      goneHeardAt: null,
      setAt: wire.status === 'set' ? this.agenda.now : null,
      pins: wire.code === null ? [] : [{ pin: wire.code, since: this.agenda.now }],
      brokenSince: null,
    });
  }

  #onEvent(event: SeamEvent): void {
    const stored = this.seam.store.codes.get(event.access_code_id ?? '');
    const code = this.ledger.codes.find(({ id }) => id === event.access_code_id);
    if (stored && code) {
      const { now } = this.agenda;
      const { code: pin, ends_at } = stored.wire;
      if (pin !== null && code.pins[0]?.pin !== pin) code.pins.unshift({ pin, since: now });
      if (stored.wire.status === 'set') code.setAt ??= now;
      if (stored.removedAt !== null) code.goneAt ??= now;
      code.endsAt = ends_at ? Date.parse(ends_at) : Infinity;
    }
    const deliver = ({ event_id, event_type, access_code_id }: SeamEvent) => {
      if (!this.server.running(this.workflowId)) return;
      this.disturbed();
      if (stored && code) this.#hear(stored, code);
      const signal = { eventId: event_id, eventType: event_type, accessCodeId: access_code_id ?? '' };
      this.server.signal(this.workflowId, names.event, [signal]);
    };
    sendEvent({ agenda: this.agenda, chance: this.chance, manners: this.story.webhooks, deliver }, event);
  }

  #hear(stored: StoredCode, code: JudgedCode): void {
    const { now } = this.agenda;
    if (stored.removedAt !== null) code.goneHeardAt ??= now;
    // Seam goes on trying after an error nobody knows, and says so where it matters.
    const isBroken = stored.wire.errors.some(({ error_code }) => error_code !== 'unheard_of');
    code.brokenSince = isBroken ? (code.brokenSince ?? now) : null;
  }
}
