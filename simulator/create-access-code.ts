import { randomInt, randomUUID } from 'node:crypto';
import { ApiError, invalidInput } from './api-error.ts';
import type { ProgrammingFailure } from './life-cycle.ts';
import type { SimulatorOptions, SlotMismatchStyle } from './options.ts';
import {
  MAX_NIGHTS,
  matchTimeSlot,
  nightsOf,
  type MaxTimeRounding,
  type SlotMatch,
  type TimeFrame,
} from './oracode.ts';
import { flag, instant, text, type Parameters } from './parameters.ts';
import { codesOnDevice, type Store, type StoredCode } from './store.ts';
import type { OracodeMetadata, SeamDevice } from './wire.ts';

interface Context {
  store: Store;
  options: SimulatorOptions;
  /** Milliseconds since 1970. */
  now: number;
  /** Asked only when no time slot matches. */
  mismatchStyle: () => SlotMismatchStyle;
}

/** Seam's checks of an Oracode offline code, in its order of refusal, and the code that comes of it. */
export const acceptAccessCode = (
  device: SeamDevice,
  parameters: Parameters,
  context: Context,
): StoredCode => {
  const metadata = oracodeMetadataOf(device, parameters);
  const asked = askedTimes(parameters, context.now);
  const rounding = maxTimeRounding(parameters);
  refuseLongerThanAllowed(asked, metadata);

  const match = matchTimeSlot(metadata, asked, rounding);
  if (match) refuseLongerThanAllowed(match, metadata);
  const failure = match ? noSpaceOn(device, context.store) : slotMismatch(context.mismatchStyle());
  return newCode(device, text(parameters, 'name') ?? null, match ?? asked, match, failure, context);
};

const oracodeMetadataOf = (device: SeamDevice, parameters: Parameters): OracodeMetadata => {
  const isOffline = flag(parameters, 'is_offline_access_code') ?? flag(parameters, 'use_offline_access_code');
  if (isOffline !== true) {
    throw invalidInput(
      'is_offline_access_code',
      'This device can only be programmed with offline access codes',
    );
  }
  if (device.device_type !== 'dormakaba_oracode_door' || device.can_program_offline_access_codes !== true) {
    throw invalidInput('device_id', 'This device cannot program offline access codes');
  }
  if (parameters['code'] !== undefined && parameters['code'] !== null) {
    throw invalidInput('code', 'Cannot specify code for an offline access code');
  }
  if (flag(parameters, 'is_one_time_use') === true) {
    throw invalidInput(
      'is_one_time_use',
      'One-time-use codes are not supported for dormakaba Oracode devices',
    );
  }
  return device.properties?.dormakaba_oracode_metadata ?? {};
};

const askedTimes = (parameters: Parameters, now: number): TimeFrame => {
  const startsAt = instant(parameters, 'starts_at');
  const endsAt = instant(parameters, 'ends_at');
  if (startsAt === undefined && endsAt === undefined) {
    throw invalidInput(
      'starts_at',
      'Ongoing offline access codes are not supported for dormakaba Oracode devices',
    );
  }
  if (startsAt === undefined) throw invalidInput('starts_at', 'Required');
  if (endsAt === undefined) throw invalidInput('ends_at', 'Required');
  if (endsAt <= startsAt) throw invalidInput('ends_at', 'ends_at must be after starts_at');
  if (endsAt <= now) throw invalidInput('ends_at', 'ends_at must be in the future');
  return { startsAt, endsAt };
};

const roundings: Record<string, MaxTimeRounding> = {
  '1hour': '1hour',
  '1h': '1hour',
  '1day': '1day',
  '1d': '1day',
};

const maxTimeRounding = (parameters: Parameters): MaxTimeRounding => {
  const value = text(parameters, 'max_time_rounding') ?? '1hour';
  const rounding = Object.hasOwn(roundings, value) ? roundings[value] : undefined;
  if (rounding) return rounding;
  throw invalidInput(
    'max_time_rounding',
    `Invalid enum value. Expected '1hour' | '1day' | '1h' | '1d', received '${value}'`,
  );
};

const refuseLongerThanAllowed = (times: TimeFrame, metadata: OracodeMetadata): void => {
  const nights = nightsOf(times, metadata);
  if (nights <= MAX_NIGHTS) return;
  throw invalidInput(
    'ends_at',
    `Offline access codes may last at most ${MAX_NIGHTS} consecutive days, not ${nights}`,
  );
};

const slotMismatch = (style: SlotMismatchStyle): ProgrammingFailure => {
  switch (style) {
    case 'create_error':
      throw new ApiError(400, 'invalid_input', 'No time slots found for the requested starts_at and ends_at');
    case 'provider_issue':
      return {
        error_code: 'provider_issue',
        message: 'No dormakaba Oracode user level is configured for the requested time range.',
      };
    case 'legacy':
      return {
        error_code: 'dormakaba_oracode_invalid_time_range',
        message: 'No Dormakaba Oracode user levels configured for the requested time range.',
      };
  }
};

const noSpaceOn = (device: SeamDevice, store: Store): ProgrammingFailure | null => {
  const limit = device.properties?.max_active_codes_supported;
  const occupied = codesOnDevice(store, device.device_id).filter(({ failure }) => failure === null).length;
  if (limit === undefined || occupied < limit) return null;
  return {
    error_code: 'no_space_for_access_code_on_device',
    message: 'There is no space on the device for this access code.',
  };
};

const newCode = (
  device: SeamDevice,
  name: string | null,
  times: TimeFrame,
  match: SlotMatch | null,
  failure: ProgrammingFailure | null,
  { options, now }: Context,
): StoredCode => ({
  slot: match?.slot ?? null,
  failure,
  removedAt: null,
  programming: [],
  removal: null,
  wire: {
    access_code_id: randomUUID(),
    workspace_id: device.workspace_id ?? options.workspaceId,
    device_id: device.device_id,
    name,
    code: null,
    common_code_key: null,
    type: 'time_bound',
    created_at: iso(now),
    starts_at: iso(times.startsAt),
    ends_at: iso(times.endsAt),
    status: 'unset',
    display_status: 'Issuing',
    errors: [],
    warnings: [],
    pending_mutations: [],
    is_managed: true,
    is_offline_access_code: true,
    is_one_time_use: false,
    is_scheduled_on_device: false,
    is_waiting_for_code_assignment: true,
    is_backup: false,
    is_backup_access_code_available: false,
    is_external_modification_allowed: false,
    pulled_backup_access_code_id: null,
    dormakaba_oracode_metadata: match && stayMetadata(device, match, options),
  },
});

const stayMetadata = (device: SeamDevice, { slot }: SlotMatch, { overrideFlags }: SimulatorOptions) => {
  const siteName = device.properties?.dormakaba_oracode_metadata?.site_name;
  return {
    stay_id: randomInt(100_000, 1_000_000),
    ...(slot.dormakaba_oracode_user_level_id !== undefined && {
      user_level_id: slot.dormakaba_oracode_user_level_id,
    }),
    user_level_name: slot.name ?? null,
    ...(siteName !== undefined && { site_name: siteName }),
    ...overrideFlags,
  };
};

const iso = (instant: number): string => new Date(instant).toISOString();
