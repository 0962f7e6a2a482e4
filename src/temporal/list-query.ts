/** A value for Temporal's list query language, which takes a backslash for an escape. */
export const quoted = (value: string): string => `'${value.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
