export type ChannelName = 'guest_email' | 'pms_webhook' | 'staff_email' | 'log';

/**
 * A channel that failed, in our words. Never with the library's own error: that one may quote the address, the message
 * or the URL with its password.
 */
export class NotifyFault extends Error {
  override readonly name = 'NotifyFault';
  readonly channel: ChannelName;
  /** The mail server does not take this address, or it is none: sending again changes nothing. */
  readonly isAddressRefused: boolean;

  constructor(channel: ChannelName, message: string, { isAddressRefused = false } = {}) {
    super(`${channel}: ${message}`);
    this.channel = channel;
    this.isAddressRefused = isAddressRefused;
  }
}

export const isNotifyFault = (error: unknown): error is NotifyFault => error instanceof NotifyFault;

/** An error's code where it looks like one (`ECONNREFUSED`): the rest of the error may hold anything. */
export const codeOf = (error: unknown): string => {
  const { code, cause } = Object(error) as { code?: unknown; cause?: unknown };
  if (typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,40}$/.test(code)) return code;
  return cause === undefined ? 'unknown error' : codeOf(cause);
};
