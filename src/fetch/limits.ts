/** What one fetch may take. */
export interface FetchLimits {
  /** From the first look for the host to the last byte, over all redirects. */
  wholeMs: number;
  /** Without a byte. */
  idleMs: number;
  /** As it comes over the line, in bytes. */
  rawBytes: number;
  /** Unpacked, or of a file, in bytes. */
  textBytes: number;
}

const MEBIBYTE = 1024 * 1024;

// A year of a large manager's bookings is a few MiB.
export const fetchLimits: FetchLimits = {
  wholeMs: 120_000,
  idleMs: 30_000,
  rawBytes: 16 * MEBIBYTE,
  textBytes: 64 * MEBIBYTE,
};
