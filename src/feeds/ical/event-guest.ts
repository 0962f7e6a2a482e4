import type { Guest } from '../../domain/reservation.ts';
import type { EventFields } from './event-fields.ts';

/** Who the guest is, as far as an event says so in lines of its own. */
export const eventGuest = ({ summary, description }: EventFields): Guest => {
  const lines = description.split('\n').map((line) => line.slice(0, 300).trim());
  const valueOf = (label: RegExp): string =>
    lines.map((line) => label.exec(line)?.[1]?.trim()).find((value) => value !== undefined && value !== '') ??
    '';
  const email = valueOf(/^e-?mail(?: address)?\s*:\s*(\S+@\S+\.\S+)$/i);
  const name =
    valueOf(/^guest(?: name)?\s*:\s*(\D.*)$/i) || (/^reserved\s*[-:]\s*(.+)$/i.exec(summary)?.[1] ?? '');
  // "Phone Number (Last 4 Digits): 1234" is no number to call.
  const phone = valueOf(/^(?:phone|mobile|contact)(?: number)?\s*:\s*(\+?[\d ().-]{7,25})$/i);
  return {
    ...(name.trim() === '' ? {} : { name: name.trim() }),
    ...(email === '' ? {} : { email }),
    ...(phone === '' ? {} : { phone }),
  };
};
