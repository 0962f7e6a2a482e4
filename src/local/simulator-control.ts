/** The simulator's own switches, `/_sim/*`: they move the simulated world and are no part of Seam. */
export interface SimulatorControl {
  setNow: (instant: number) => Promise<void>;
  addFault: (fault: object) => Promise<void>;
  clearFaults: () => Promise<void>;
  /** Adds the door, or puts it in the place of the one with its id. */
  putDevice: (device: object) => Promise<void>;
  changeAccessCode: (accessCodeId: string, change: object) => Promise<void>;
}

export const controlSimulator = (url: string): SimulatorControl => {
  const ask = async (method: 'POST' | 'DELETE', path: string, body: object = {}): Promise<void> => {
    const response = await fetch(`${url}/_sim/${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(await refusalIn(response));
  };
  return {
    setNow: (instant) => ask('POST', 'clock', { now: new Date(instant).toISOString() }),
    addFault: (fault) => ask('POST', 'faults', fault),
    clearFaults: () => ask('DELETE', 'faults'),
    putDevice: (device) => ask('POST', 'devices', device),
    changeAccessCode: (id, change) => ask('POST', `access_codes/${encodeURIComponent(id)}`, change),
  };
};

const refusalIn = async (response: Response): Promise<string> => {
  const text = await response.text();
  try {
    const { error } = JSON.parse(text) as { error?: { message?: string } };
    return error?.message ?? text;
  } catch {
    return text;
  }
};
