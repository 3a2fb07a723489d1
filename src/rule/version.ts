declare const OPSGUARD_VERSION: string | undefined;

/** Of this package; the build puts it in. */
export const VERSION: string = typeof OPSGUARD_VERSION === "string" ? OPSGUARD_VERSION : "0.0.0";
