import type { IncomingMessage } from 'node:http';
import { lasting } from './fetch-fault.ts';

/**
 * The body as it comes over the line; ends the connection at the first byte too many. `heard` is called for each piece.
 * @throws {FetchFault} and what the connection throws where the body is cut off
 */
export const readBody = async (
  response: IncomingMessage,
  mostBytes: number,
  place: string,
  heard: () => void,
): Promise<Buffer> => {
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const piece of response as AsyncIterable<Buffer>) {
    heard();
    bytes += piece.length;
    if (bytes > mostBytes)
      throw lasting(`${place} sends more than ${mostBytes} bytes; expected at most that`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
};
