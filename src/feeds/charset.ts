/** Reads text strictly; null where nobody knows the charset. */
export const decoderOf = (charset: string) => {
  try {
    return new TextDecoder(charset, { fatal: true });
  } catch {
    return null;
  }
};

export const isKnownCharset = (charset: string): boolean => decoderOf(charset) !== null;
