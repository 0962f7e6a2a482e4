import { oracodeDoor, oracodeSlot } from '../../simulator/oracode-door.ts';
import type { SeamDevice, TimeSlot } from '../../simulator/wire.ts';

/** Clock times of a door's user levels: one for a wide stay, one for a narrow one within it. */
const levels = {
  wide: { from: '15:00:00', to: '11:00:00' },
  narrow: { from: '18:00:00', to: '08:00:00' },
  late: { from: '15:00:00', to: '18:00:00' },
};
export type Level = keyof typeof levels;

export const doorId = (index: number): string => `door-${index + 1}`;

export const slotsOf = (zone: string, names: readonly Level[]): TimeSlot[] =>
  names.map((name, index) =>
    oracodeSlot({ name, prefix: index, userLevelId: `level-${name}`, zone, ...levels[name] }),
  );

export const aDoor = (index: number, zone: string, names: readonly Level[]): SeamDevice =>
  oracodeDoor({
    deviceId: doorId(index),
    name: `Door ${index + 1}`,
    index,
    siteName: 'Site',
    zone,
    slots: slotsOf(zone, names),
  });
