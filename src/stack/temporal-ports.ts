import getPort, { portNumbers } from 'get-port';

export interface TemporalPorts {
  frontend: number;
  /** The variables that the server's own configuration takes them from. */
  env: Record<string, string>;
}

const names = [
  'FRONTEND_HTTP_PORT',
  'HISTORY_GRPC_PORT',
  'MATCHING_GRPC_PORT',
  'WORKER_GRPC_PORT',
  'FRONTEND_MEMBERSHIP_PORT',
  'HISTORY_MEMBERSHIP_PORT',
  'MATCHING_MEMBERSHIP_PORT',
  'WORKER_MEMBERSHIP_PORT',
];

/**
 * Free ones for a server's four services. Below 32768: with 1.32 its table of members has a 16-bit column with a sign for the
 * port.
 */
export const freeTemporalPorts = async (): Promise<TemporalPorts> => {
  // From a place of its own, so that two stacks that start together do not find the same ones free.
  const from = 20_000 + Math.floor(Math.random() * 10_000);
  const next = () => getPort({ port: portNumbers(from, from + 2_000) });
  const [frontend, metrics, ...others] = await Promise.all([next(), next(), ...names.map(next)]);
  return {
    frontend,
    env: {
      FRONTEND_GRPC_PORT: String(frontend),
      PROMETHEUS_ENDPOINT: `127.0.0.1:${metrics}`,
      ...Object.fromEntries(names.map((name, index) => [name, String(others[index])])),
    },
  };
};
