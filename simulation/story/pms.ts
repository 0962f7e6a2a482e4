import { settled } from '../agenda.ts';
import type { Outcome } from '../callers.ts';
import type { JudgedStay } from '../judge/ledger.ts';
import type { Reservation } from '../staykey.ts';
import { instantOf, type LocalStay } from './local-time.ts';
import type { Stage } from './stage.ts';

/** The other side: it numbers what it says, and remembers it. */
export class Pms {
  readonly #stage: Stage;
  readonly #said: Reservation[] = [];
  #neighbours = 0;

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  get stay(): LocalStay {
    const { arrival, departure } = this.#last.stay;
    return { arrival, departure: departure ?? arrival };
  }

  book(reservation: Reservation, by: 'update' | 'signal'): void {
    this.#say(reservation, by);
  }

  send(changed: Partial<Reservation>, by: 'update' | 'signal'): void {
    this.#say({ ...this.#last, ...changed, revision: this.#last.revision + 1 }, by);
  }

  /** Late or twice: nothing new, and sometimes something old. */
  repeat(behind: number, by: 'update' | 'signal'): void {
    const old = this.#said[Math.max(0, this.#said.length - 1 - behind)];
    if (!old) return;
    const stay = this.#stage.ledger.stays.find(({ revision }) => revision === old.revision);
    if (stay) stay.isRepeated = true;
    void this.#transmit(old, by).then(settled);
  }

  bookNeighbour(doorId: string, { arrival, departure }: LocalStay): void {
    const { zone } = this.#stage.story;
    this.#neighbours += 1;
    this.#stage.ledger.neighbours.push({
      reservationId: `N${this.#neighbours}`,
      doorId,
      arrivalAt: instantOf(arrival, zone),
      departureAt: instantOf(departure, zone),
      bookedAt: this.#stage.agenda.now,
      cancelledAt: null,
    });
    this.#stage.announceNeighbour(this.#stage.ledger.neighbours.length - 1);
  }

  get #last(): Reservation {
    const last = this.#said.at(-1);
    if (!last) throw new Error('Nothing is booked yet');
    return last;
  }

  #say(reservation: Reservation, by: 'update' | 'signal'): void {
    const { agenda, story, ledger } = this.#stage;
    this.#said.push(reservation);
    const stay: JudgedStay = {
      revision: reservation.revision,
      isConfirmed: reservation.status === 'confirmed',
      doorIds: reservation.doorIds,
      arrivalAt: instantOf(reservation.stay.arrival, story.zone),
      departureAt: instantOf(reservation.stay.departure ?? '', story.zone),
      sentAt: agenda.now,
      takenAt: null,
      isRepeated: false,
    };
    ledger.stays.push(stay);
    void this.#transmit(reservation, by).then((outcome) => {
      const { now } = agenda;
      ledger.answers.push({ at: now, sentAt: stay.sentAt, revision: stay.revision, outcome });
      if (outcome !== 'dropped' && outcome !== 'unknown') stay.takenAt = now;
    });
  }

  async #transmit(reservation: Reservation, by: 'update' | 'signal'): Promise<Outcome | 'refused'> {
    const { callers } = this.#stage;
    try {
      if (by === 'signal') return callers.signal(reservation);
      return await (reservation.status === 'cancelled'
        ? callers.cancel(reservation)
        : callers.apply(reservation));
    } catch (error) {
      return this.#refused(error);
    }
  }

  #refused(error: unknown): 'refused' {
    this.#stage.mishap('every message is answered', String(error));
    return 'refused';
  }
}
