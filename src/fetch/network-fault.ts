import { codeOf } from '../domain/error-code.ts';
import { FetchFault } from './fetch-fault.ts';

/** What went wrong on the way there, by its code alone. */
export const networkFault = (error: unknown, place: string): FetchFault => {
  if (error instanceof FetchFault) return error;
  const code = codeOf(error);
  const isLasting = LASTING.test(code);
  const what = CERTIFICATE.test(code) ? 'has a certificate that is not accepted' : 'gave no whole answer';
  return new FetchFault(`${place} ${what} (${code})`, { isRetryable: !isLasting });
};

const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_(?:GET|VERIFY)_/;
const LASTING = new RegExp(`${CERTIFICATE.source}|^HPE_|^ERR_(?:SSL|TLS)_`);
