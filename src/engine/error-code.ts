/** Node's word for what went wrong: `ENOENT`, `ENOTFOUND`; nothing when the error has none. */
export const errorCode = (error: unknown): string | undefined =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
