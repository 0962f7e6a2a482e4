import { pinKey, type Booking, type Notice } from './rules.ts';
import { createSeam, type Seam } from './seam.ts';

/** All that the story does outside of itself. Every step may be repeated. */
export interface Steps extends Pick<Seam, 'findCodes' | 'makeCode' | 'isSet'> {
  tell: (notice: Notice) => Promise<void>;
  /** Reads the PIN and hands it on in one step, so that no engine stores it. */
  tellPin: (booking: Booking, codeId: string) => Promise<void>;
}

/** Addresses from the environment: SEAM_URL, RECEIVER_URL. */
export const createSteps = (): Steps => {
  const seam = createSeam(required('SEAM_URL'));
  const tell = async (message: Notice & { pin?: string }) => {
    const response = await fetch(`${required('RECEIVER_URL')}/told`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(message),
      signal: AbortSignal.timeout(2_500),
    });
    if (!response.ok) throw new Error(`The receiver answered ${response.status}`);
  };
  return {
    findCodes: seam.findCodes,
    makeCode: seam.makeCode,
    isSet: seam.isSet,
    tell,
    tellPin: async (booking, codeId) => {
      const pin = await seam.readPin(codeId);
      if (pin === null) throw new Error(`Code ${codeId} has no PIN`);
      await tell({ key: pinKey(booking), reservationId: booking.id, pin });
    },
  };
};

export const required = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
};
