import type { AccessCode as SeamAccessCode } from '@seamapi/http';
import type { AccessCode } from '../domain/access-code.ts';
import { withoutPins } from './errors.ts';
import type { MarkPin } from './pin-marks.ts';

/**
 * An access code without its PIN: this is what goes into histories. Error and mutation codes are open sets and
 * old answers leave whole lists out, so nothing here is checked against a list.
 */
export const toAccessCode = (wire: SeamAccessCode, markPin: MarkPin): AccessCode => {
  const metadata = wire.dormakaba_oracode_metadata;
  return {
    accessCodeId: wire.access_code_id,
    doorId: wire.device_id,
    name: wire.name ?? '',
    createdAt: wire.created_at,
    startsAt: wire.starts_at ?? null,
    endsAt: wire.ends_at ?? null,
    status: wire.status,
    hasPin: typeof wire.code === 'string' && wire.code !== '',
    errors: (wire.errors ?? []).map(({ error_code, message }) => ({
      code: error_code,
      message: hidePin(message, wire.code),
    })),
    pending: (wire.pending_mutations ?? []).map((mutation) => ({
      code: mutation.mutation_code,
      scheduledAt: 'scheduled_at' in mutation ? mutation.scheduled_at : null,
    })),
    userLevelId: metadata?.user_level_id ?? null,
    userLevelName: metadata?.user_level_name ?? null,
    isOffline: wire.is_offline_access_code === true,
    isBeingDeleted:
      wire.status === 'removing' ||
      (wire.warnings ?? []).some(({ warning_code }) => warning_code === 'being_deleted'),
    pinMark: wire.code ? markPin(wire.access_code_id, wire.code) : null,
    vendor: {
      stayId: metadata?.stay_id ?? null,
      siteName: metadata?.site_name ?? null,
      isCancellable: metadata?.is_cancellable ?? null,
      isExtendable: metadata?.is_extendable ?? null,
      isEarlyCheckinAble: metadata?.is_early_checkin_able ?? null,
      isOverridable: metadata?.is_overridable ?? null,
    },
  };
};

const hidePin = (message: string, pin: string | null): string =>
  withoutPins(pin ? message.replaceAll(pin, '(hidden)') : message);
