import { decoderOf } from '../feeds/charset.ts';
import { lasting } from './fetch-fault.ts';

/**
 * The text of a feed: by its byte order mark, else the charset its configuration names, else the one its content type
 * declares, else UTF-8. A byte that does
 * not fit is refused rather than replaced: a guest would be greeted by the wrong name, and a listing not be known.
 * @throws {FetchFault}
 */
export const decodeText = (
  bytes: Uint8Array,
  { charset: configured, contentType }: { charset?: string | undefined; contentType: string | null },
  place: string,
): string => {
  const charset = markOf(bytes) ?? configured ?? declaredOf(contentType);
  const decoder = decoderOf(charset ?? 'utf-8');
  if (!decoder)
    throw lasting(`${place} declares the charset "${charset}", which is not known; expected UTF-8`);
  try {
    return decoder.decode(bytes);
  } catch {
    const advice = charset === null ? ', or the feed\'s "charset", such as windows-1252' : '';
    throw lasting(`${place} has bytes that are not ${decoder.encoding}; expected such text${advice}`);
  }
};

const markOf = ([first, second]: Uint8Array): string | null => {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return first === 0xef && second === 0xbb ? 'utf-8' : null;
};

const declaredOf = (contentType: string | null): string | null =>
  /;\s*charset\s*=\s*"?([\w.:+-]{1,40})/i.exec(contentType ?? '')?.[1] ?? null;
