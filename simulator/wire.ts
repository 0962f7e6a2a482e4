/** JSON objects as Seam's API gives them. Fields not named here are kept and returned as they came. */

export interface TimeSlot {
  name?: string;
  prefix?: number;
  /** Time-of-day text, such as `07:00:00[America/Los_Angeles]`. */
  check_in_time?: string;
  check_out_time?: string;
  is_24_hour?: boolean;
  is_biweekly_mode?: boolean;
  is_one_shot?: boolean;
  is_master?: boolean;
  dormakaba_oracode_user_level_id?: string;
  dormakaba_oracode_user_level_prefix?: number;
  [field: string]: unknown;
}

export interface OracodeMetadata {
  door_name?: string;
  door_is_wireless?: boolean;
  site_name?: string;
  iana_timezone?: string;
  predefined_time_slots?: TimeSlot[];
  [field: string]: unknown;
}

export interface SeamDevice {
  device_id: string;
  device_type?: string;
  display_name?: string;
  workspace_id?: string;
  connected_account_id?: string;
  can_program_offline_access_codes?: boolean;
  custom_metadata?: Record<string, string | boolean>;
  errors?: Issue[];
  properties?: {
    max_active_codes_supported?: number;
    dormakaba_oracode_metadata?: OracodeMetadata;
    [field: string]: unknown;
  };
  [field: string]: unknown;
}

/** An entry of `errors` or `warnings`. */
export interface Issue {
  error_code?: string;
  warning_code?: string;
  message: string;
  created_at?: string;
  [field: string]: unknown;
}

export interface PendingMutation {
  mutation_code: string;
  message: string;
  created_at: string;
  /** Only of `deferring_creation`: when Seam will program the code. */
  scheduled_at?: string;
}

export type AccessCodeStatus = 'unset' | 'setting' | 'set' | 'removing' | 'unknown';

/** What the lock's maker says may still be done with a code. */
export interface OverrideFlags {
  is_cancellable: boolean;
  is_extendable: boolean;
  is_early_checkin_able: boolean;
  is_overridable: boolean;
}

export interface OracodeCodeMetadata extends Partial<OverrideFlags> {
  stay_id?: number;
  user_level_id?: string;
  user_level_name?: string | null;
  site_name?: string;
}

export interface AccessCode {
  access_code_id: string;
  workspace_id: string;
  device_id: string;
  name: string | null;
  code: string | null;
  common_code_key: string | null;
  type: 'time_bound' | 'ongoing';
  created_at: string;
  starts_at: string;
  ends_at: string;
  status: AccessCodeStatus;
  display_status: string;
  errors: Issue[];
  warnings: Issue[];
  pending_mutations: PendingMutation[];
  is_managed: true;
  is_offline_access_code: boolean;
  is_one_time_use: boolean;
  is_scheduled_on_device: boolean;
  is_waiting_for_code_assignment: boolean;
  is_backup: boolean;
  is_backup_access_code_available: boolean;
  is_external_modification_allowed: boolean;
  pulled_backup_access_code_id: string | null;
  dormakaba_oracode_metadata: OracodeCodeMetadata | null;
}

export interface SeamEvent {
  event_id: string;
  event_type: string;
  workspace_id: string;
  created_at: string;
  occurred_at: string;
  device_id?: string;
  access_code_id?: string;
  connected_account_id?: string;
  [field: string]: unknown;
}
