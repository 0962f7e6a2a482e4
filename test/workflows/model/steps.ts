import fc from 'fast-check';
import type { NewFault } from '../../../simulator/faults.ts';
import type { StayParts } from './world.ts';

/** One thing that happens. Plain data, so that a failing sequence can be read and kept as a test. */
export type Step =
  | { do: 'change'; stay: StayParts; doors: readonly number[]; by: 'update' | 'signal' }
  | { do: 'changeGuest' }
  | { do: 'repeatOrStale'; behind: number; stay: StayParts }
  | { do: 'cancel' }
  | { do: 'rebook' }
  | { do: 'retry' | 'hold' | 'release' | 'reissue'; door: number }
  | { do: 'markHandled'; door: number; note: string }
  | { do: 'acknowledge' }
  | { do: 'hint'; of: 'its code' | 'its live codes' | 'an unknown code' }
  | { do: 'fault'; fault: NewFault }
  | { do: 'codeError'; door: number; error: string | null }
  | { do: 'newPin'; door: number; pin: string }
  | { do: 'removeCode'; door: number }
  | { do: 'pass'; minutes: number };

const aStay: fc.Arbitrary<StayParts> = fc.record({
  inDays: fc.constantFrom(0, 1, 2, 2, 3, 6, 9, -1),
  nights: fc.constantFrom(2, 1, 4),
  times: fc.constantFrom('wide', 'wide', 'narrow', 'narrow', 'misfit'),
});

const someDoors = fc.constantFrom([0], [0, 1], [1]);
const aDoor = fc.constantFrom(0, 0, 1);

const aFault: fc.Arbitrary<NewFault> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('reset_after_commit', 'error_after_commit', 'error_500', 'outage', 'unauthorized'),
    path: fc.constantFrom('/access_codes/create', '/access_codes/get', '/access_codes/list', '/devices/get'),
    times: fc.constantFrom(1, 1, 3),
  }),
  fc.record({
    kind: fc.constant('rate_limited' as const),
    retry_after: fc.constant(1),
    times: fc.constant(1),
  }),
);

const happening: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('change' as const),
      stay: aStay,
      doors: someDoors,
      by: fc.constantFrom('update', 'signal'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('repeatOrStale' as const),
      behind: fc.constantFrom(0, 1),
      stay: aStay,
    }),
  },
  { weight: 2, arbitrary: fc.constantFrom<Step>({ do: 'cancel' }, { do: 'changeGuest' }) },
  { weight: 3, arbitrary: fc.constantFrom<Step>({ do: 'rebook' }, { do: 'acknowledge' }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom('retry', 'hold', 'release', 'reissue', 'reissue'),
      door: aDoor,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('markHandled' as const),
      door: aDoor,
      note: fc.constantFrom('keys at the desk', ''),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('hint' as const),
      of: fc.constantFrom('its code', 'its live codes', 'an unknown code'),
    }),
  },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('fault' as const), fault: aFault }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('codeError' as const),
      door: aDoor,
      error: fc.constantFrom(
        'no_space_for_access_code_on_device',
        'account_disconnected',
        'unheard_of',
        null,
      ),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('newPin' as const),
      door: aDoor,
      pin: fc.constantFrom('*012345', '#998877'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('removeCode' as const), door: aDoor }) },
  {
    weight: 7,
    arbitrary: fc.record({
      do: fc.constant('pass' as const),
      minutes: fc.constantFrom(1, 1, 10, 60, 300, 1440, 4320),
    }),
  },
);

/** How a reservation comes, and what happens to it. */
export interface Story {
  /** Minutes Seam takes to set a code. */
  setAfterMinutes: number;
  stay: StayParts;
  doors: readonly number[];
  steps: Step[];
}

export const aStory = (mostSteps: number): fc.Arbitrary<Story> =>
  fc.record({
    setAfterMinutes: fc.constantFrom(0, 1, 180),
    stay: aStay,
    doors: someDoors,
    steps: fc.array(happening, { minLength: 2, maxLength: mostSteps, size: 'max' }),
  });
