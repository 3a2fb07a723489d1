/** Milliseconds since some moment: the same as `performance.now()` for a difference, without loading what that takes to load. */
export const milliseconds = (): number => Number(process.hrtime.bigint()) / 1e6;
