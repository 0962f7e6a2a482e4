/** The run's own clock, UTC, ISO 8601: in workflow code `Date` is Temporal's. */
export const isoNow = (): string => new Date().toISOString();
