import { FeedError } from './entry.ts';

/**
 * The text without its byte order mark.
 * @throws {FeedError} where it can be no feed of any kind
 */
export const feedText = (text: string, fileName: string): string => {
  const content = text.replace(/^\uFEFF/, '');
  const start = content.trimStart().slice(0, 20).toLowerCase();
  if (start === '') throw new FeedError(`${fileName} is empty; a feed without reservations is not`);
  if (/^<(?:!doctype html|html|head|body|\?xml)/.test(start)) {
    throw new FeedError(
      `${fileName} is a web page or XML, maybe that of a login or an error; expected a feed`,
    );
  }
  return content;
};

/**
 * Without the parser's own words: they quote the text, and a guest may be in it.
 * @throws {FeedError}
 */
export const parseJson = (text: string, fileName: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (error) {
    const [where = ''] = / at position \d+/.exec((error as Error).message) ?? [];
    throw new FeedError(`${fileName} is not JSON${where}`);
  }
};
