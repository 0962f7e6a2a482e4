import { readFileSync } from 'node:fs';
import type { SeamDevice } from './wire.ts';

/** What is wrong with a world, in one line that tells a person what to mend. */
export class WorldError extends Error {
  override readonly name = 'WorldError';
}

/** A world file is a JSON array of Seam device objects, as `devices/get` returns them. */
export const readWorld = (file: string): SeamDevice[] => {
  let text;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new WorldError(`${file}: cannot be read (${reason(error)})`);
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new WorldError(`${file}: not JSON (${reason(error)})`);
  }
  return checkWorld(json, file);
};

export const checkWorld = (json: unknown, source: string): SeamDevice[] => {
  if (!Array.isArray(json)) {
    throw new WorldError(`${source}: is ${shown(json)}, expected an array of Seam device objects`);
  }
  const entryOf = new Map<string, number>();
  return json.map((entry, index) => {
    const device = checkDevice(entry, `${source}: entry ${index}`);
    const earlier = entryOf.get(device.device_id);
    if (earlier !== undefined) {
      throw new WorldError(
        `${source}: entry ${index}: device_id is "${device.device_id}", expected an id that entry ${earlier} does not have`,
      );
    }
    entryOf.set(device.device_id, index);
    return device;
  });
};

/**
 * Only the shape of what the simulator itself reads. Contents stay free: a door without a zone, or with a time
 * of day that nobody can read, is something Seam may well return.
 */
export const checkDevice = (json: unknown, place: string): SeamDevice => {
  const device = object(json, place, '');
  if (typeof device['device_id'] !== 'string' || device['device_id'] === '') {
    throw wrong(place, 'device_id', device['device_id'], 'a text that is not empty');
  }
  const properties = optionalObject(device, place, 'properties');
  const limit = properties?.['max_active_codes_supported'];
  if (limit !== undefined && typeof limit !== 'number') {
    throw wrong(place, 'properties.max_active_codes_supported', limit, 'a number');
  }
  const path = 'properties.dormakaba_oracode_metadata';
  const metadata = properties && optionalObject(properties, place, 'dormakaba_oracode_metadata', path);
  checkText(metadata, place, path, 'iana_timezone');
  const slots = metadata?.['predefined_time_slots'];
  if (slots !== undefined && !Array.isArray(slots)) {
    throw wrong(place, `${path}.predefined_time_slots`, slots, 'an array of time slots');
  }
  slots?.forEach((json: unknown, index) => {
    const slotPath = `${path}.predefined_time_slots[${index}]`;
    const slot = object(json, place, slotPath);
    checkText(slot, place, slotPath, 'check_in_time');
    checkText(slot, place, slotPath, 'check_out_time');
  });
  return device as SeamDevice;
};

type Json = Record<string, unknown>;

const object = (json: unknown, place: string, field: string): Json => {
  if (typeof json === 'object' && json !== null && !Array.isArray(json)) return json as Json;
  throw field
    ? wrong(place, field, json, 'an object')
    : new WorldError(`${place}: is ${shown(json)}, expected an object`);
};

const optionalObject = (parent: Json, place: string, field: string, path = field): Json | undefined =>
  parent[field] === undefined ? undefined : object(parent[field], place, path);

const checkText = (parent: Json | undefined, place: string, path: string, field: string): void => {
  const value = parent?.[field];
  if (value === undefined || value === null || typeof value === 'string') return;
  throw wrong(place, `${path}.${field}`, value, 'a text');
};

const wrong = (place: string, field: string, value: unknown, expected: string): WorldError =>
  new WorldError(`${place}: ${field} is ${shown(value)}, expected ${expected}`);

const shown = (value: unknown): string => {
  if (value === undefined) return 'missing';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
};

const reason = (error: unknown): string => (error instanceof Error ? error.message : String(error));
