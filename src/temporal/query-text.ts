/**
 * A value as Temporal's list queries quote it. The parser behind them takes a backslash for an escape, as MySQL does: a
 * value that ends in one would otherwise swallow the closing quote, and what follows would become part of the query.
 */
export const quoted = (value: string): string => `'${value.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;

/**
 * Whether a list can find the value at all. The server writes queries anew for its database and, seen with 1.32 on
 * SQLite, gets backslashes, double quotes and control characters wrong: nothing is found, or the query fails.
 */
// eslint-disable-next-line no-control-regex
export const isListable = (value: string): boolean => !/[\\"\u0000-\u001f]/.test(value);
