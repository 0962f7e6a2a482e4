import { Counter, type Registry } from 'prom-client';

/** Counts codes that serve a stay, by whether they were made now or found again after an answer that was lost. */
export const countCodes = (registry: Registry): ((how: 'made' | 'adopted') => void) => {
  const codes = new Counter({
    name: 'staykey_codes_total',
    help: 'Codes that came to serve a stay: made, or adopted because they were there already.',
    labelNames: ['how'],
    registers: [registry],
  });
  for (const how of ['made', 'adopted']) codes.inc({ how }, 0);
  return (how) => codes.inc({ how });
};
