/** Ways to guest and PMS. A line in a log tells neither of them. */
export type GuestChannelName = 'guest_email' | 'pms_webhook';

/** Ways to staff: whoever sets no address for them may still read the log. */
export type StaffChannelName = 'staff_email' | 'pms_webhook' | 'log';

export type ChannelName = GuestChannelName | StaffChannelName;

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
