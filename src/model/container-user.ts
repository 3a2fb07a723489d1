/** `app` of `app:web`. */
export const userPart = (user: string): string => user.split(":", 1)[0] ?? "";

/** `root`, `0`, `root:web`, `00`: the kernel reads leading zeros as nothing, and the group does not matter. */
export const isRootUser = (user: string): boolean => /^(?:root|0+)$/.test(userPart(user));

export const isNumericUser = (user: string): boolean => /^\d+$/.test(userPart(user));
