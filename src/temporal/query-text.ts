/**
 * A value as Temporal's list queries quote it. The parser behind them takes a backslash for an escape, as MySQL does: a
 * value that ends in one would otherwise swallow the closing quote, and what follows would become part of the query.
 */
export const quoted = (value: string): string => `'${value.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
