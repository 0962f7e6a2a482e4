import type { AccessCode as SeamAccessCode, Device } from '@seamapi/http';
import { notFound } from '../../simulator/api-error.ts';
import { changeAccessCode, type AccessCodeChange } from '../../simulator/change-access-code.ts';
import type { Clock } from '../../simulator/clock.ts';
import { acceptAccessCode } from '../../simulator/create-access-code.ts';
import { createEvents, type Events } from '../../simulator/events.ts';
import { createFaults } from '../../simulator/faults.ts';
import { createLifeCycle, type LifeCycle } from '../../simulator/life-cycle.ts';
import { withDefaults, type SimulatorOptions } from '../../simulator/options.ts';
import { createPresentation, type Presentation } from '../../simulator/presentation.ts';
import { createRateLimit } from '../../simulator/rate-limit.ts';
import { createStore, type Store, type StoredCode } from '../../simulator/store.ts';
import type { SeamDevice, SeamEvent } from '../../simulator/wire.ts';
import { toAccessCode } from '../../src/seam/access-code.ts';
import type { Seam } from '../../src/seam/client.ts';
import { toDoor } from '../../src/seam/door.ts';
import type { Agenda } from '../agenda.ts';
import type { Faults } from './faults.ts';
import type { Line } from './line.ts';

interface Parts {
  agenda: Agenda;
  line: Line;
  faults: Faults;
  options: Partial<SimulatorOptions>;
  onEvent: (event: SeamEvent) => void;
  onCode: (code: StoredCode) => void;
}

/** Seam in this process and in virtual time, by the simulator's own rules. */
export class SeamModel {
  readonly store: Store;
  readonly options: SimulatorOptions;
  readonly clock: Clock;
  readonly events: Events;
  readonly lifeCycle: LifeCycle;
  readonly present: Presentation;
  readonly #parts: Parts;
  readonly #countCreate: (deviceId: string) => void;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.options = withDefaults(parts.options);
    this.clock = clockOf(parts.agenda);
    this.store = createStore(this.options.world);
    this.events = createEvents(this.store, this.clock, this.options, parts.onEvent);
    this.lifeCycle = createLifeCycle(this.store, this.clock, this.events, this.options);
    this.present = createPresentation(createFaults(), this.clock);
    this.#countCreate = createRateLimit(this.clock, this.options);
  }

  /** The port that activities speak through. */
  get port(): Seam {
    const { line, faults, agenda } = this.#parts;
    return {
      findDoor: (doorId) =>
        line.call('door', () => {
          const device = this.store.devices.get(doorId);
          return device ? toDoor(this.present.device(device)) : null;
        }),
      listDoors: () =>
        line.call('door', () =>
          [...this.store.devices.values()].map((device) => toDoor(device as unknown as Device)),
        ),
      createAccessCode: (wanted) => line.call('create', () => this.#ours(this.#create(wanted))),
      findAccessCode: (id) =>
        line.call('get', () => {
          const code = this.#known(id);
          return code ? this.#ours(code) : null;
        }),
      readPin: (id) => line.call('pin', () => this.#known(id)?.wire.code ?? null),
      findAccessCodesByName: (doorId, beginning) =>
        line.call('list', () => {
          const youngest = agenda.now - faults.listLagMs(agenda.now);
          return [...this.store.codes.values()]
            .filter((code) => code.wire.device_id === doorId && (code.wire.name ?? '').startsWith(beginning))
            .filter((code) => code.removedAt === null && Date.parse(code.wire.created_at) <= youngest)
            .map((code) => this.#ours(code));
        }),
    };
  }

  change(code: StoredCode, change: AccessCodeChange): void {
    changeAccessCode(this, code, change);
  }

  changeDoor(doorId: string, change: (device: SeamDevice) => void): void {
    const device = this.store.devices.get(doorId);
    if (device) change(device);
  }

  removeDoor(doorId: string): void {
    this.store.devices.delete(doorId);
  }

  #create(wanted: Parameters<Seam['createAccessCode']>[0]): StoredCode {
    const device = this.store.devices.get(wanted.doorId);
    if (!device) throw notFound('device', wanted.doorId);
    this.#countCreate(wanted.doorId);
    const parameters = {
      device_id: wanted.doorId,
      name: wanted.name,
      starts_at: wanted.startsAt,
      ends_at: wanted.endsAt,
      max_time_rounding: wanted.maxTimeRounding,
      is_offline_access_code: true,
    };
    const { store, options } = this;
    const mismatchStyle = () => options.slotMismatch;
    const code = acceptAccessCode(device, parameters, {
      store,
      options,
      now: this.clock.now(),
      mismatchStyle,
    });
    code.wire.access_code_id = codeId(store.codes.size + 1);
    this.lifeCycle.begin(code);
    this.#parts.onCode(code);
    return code;
  }

  #known(id: string): StoredCode | null {
    const code = this.store.codes.get(id);
    return code?.removedAt === null ? code : null;
  }

  #ours(code: StoredCode) {
    return toAccessCode(this.present.code(code) as unknown as SeamAccessCode, markPin);
  }
}

/** The same whenever the story is played, and as long as Seam's own: limits count bytes. */
const codeId = (count: number): string => `code-${String(count).padStart(31, '0')}`;

const markPin = (accessCodeId: string, pin: string): string =>
  `${accessCodeId} ${[...pin].reverse().join('')}`;

const clockOf = (agenda: Agenda): Clock => ({
  now: () => agenda.now,
  nowIso: () => new Date(agenda.now).toISOString(),
  at: (instant, run) => agenda.at(instant, () => void run()),
  inOneInstant: (run) => run(),
  moveTo: () => undefined,
  catchUp: () => undefined,
  close: () => undefined,
});
