import type { Readable } from 'node:stream';

/** Reads `stream` to its end and keeps its last `count` lines; the returned function gives them so far. */
export const lastLines = (stream: Readable, count: number): (() => string) => {
  let kept = '';
  stream.setEncoding('utf8').on('data', (text: string) => {
    kept = (kept + text)
      .split('\n')
      .slice(-count - 1)
      .join('\n');
  });
  return () => kept.trim() || '(none)';
};
