/** An error's code where it looks like one (`ECONNREFUSED`): the rest of the error may hold anything. */
export const codeOf = (error: unknown): string => {
  const { code, cause } = Object(error) as { code?: unknown; cause?: unknown };
  if (typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,40}$/.test(code)) return code;
  return cause === undefined ? 'unknown error' : codeOf(cause);
};
