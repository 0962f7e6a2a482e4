import { sendJson } from '../send-json.ts';
import type { BareStay } from './workflow.ts';

const { SEAM_ENDPOINT = '', SEAM_API_KEY = '', PMS_WEBHOOK_URL = '' } = process.env;

/** The calls to Seam and the PMS that a code takes at the least: is it there, make it, is it set, tell. */
export const makeCode = async (stay: BareStay): Promise<void> => {
  await createCode(stay);
  await tell(stay);
};

export const findDoor = async ({ doorId }: BareStay): Promise<void> => {
  await seam('devices/get', { device_id: doorId });
};

export const createCode = async ({ reservationId, doorId, startsAt, endsAt }: BareStay): Promise<void> => {
  const name = `bare ${reservationId}`;
  await seam('devices/get', { device_id: doorId });
  await seam('access_codes/list', { device_id: doorId, search: name });
  const { access_code: code } = (await seam('access_codes/create', {
    device_id: doorId,
    name,
    starts_at: startsAt,
    ends_at: endsAt,
    is_offline_access_code: true,
  })) as { access_code: { access_code_id: string } };
  await seam('access_codes/get', { access_code_id: code.access_code_id });
};

export const tell = async ({ reservationId }: BareStay): Promise<void> => {
  await sendJson('POST', PMS_WEBHOOK_URL, { data: { reservationId } });
};

const seam = (path: string, body: object): Promise<unknown> =>
  sendJson('POST', `${SEAM_ENDPOINT}/${path}`, body, { authorization: `Bearer ${SEAM_API_KEY}` });
