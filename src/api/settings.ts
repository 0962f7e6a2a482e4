export interface ApiSettings {
  /** How long a run may take to answer before its message is left for later, milliseconds. */
  answerWithinMs: number;
  /** Of one token. */
  requestsPerMinute: number;
  requestsInFlight: number;
  /** For a request to arrive whole, milliseconds. */
  arriveWithinMs: number;
  /** Addresses and networks of proxies whose `X-Forwarded-For` is believed; empty: nobody's is. */
  trustedProxies: string[];
}

/** Of a request, bytes: a reservation has less than one KiB. */
export const LARGEST_BODY = 64 * 1024;
