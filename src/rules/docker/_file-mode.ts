/** What is wrong with a mode for chmod, octal or symbolic; nothing when it is fine, or no mode at all. */
export function modeFault(mode: string): "set-id" | "world-writable" | undefined {
  if (/^[0-7]{1,5}$/.test(mode)) return octalFault(Number.parseInt(mode, 8));
  const faults = mode.split(",").map(clauseFault);
  return faults.find((fault) => fault !== undefined);
}

/** A sticky folder, such as `/tmp`, lets nobody delete what others put there. */
export const isSticky = (mode: string): boolean =>
  /^0*1[0-7]{3}$/.test(mode) || /(?:^|,)[augo]*[+=][rwxXs]*t/.test(mode);

function octalFault(bits: number): ReturnType<typeof modeFault> {
  if (bits & 0o6000) return "set-id";
  return bits & 0o002 ? "world-writable" : undefined;
}

/** `u+rw`, `a+rwX`, `o=rw-x`: for whom, then one or more times what. Without a `whom`, the umask keeps others out. */
function clauseFault(clause: string): ReturnType<typeof modeFault> {
  const [, whom = "", actions = ""] = /^([augo]*)((?:[-+=][rwxXst]*)+)$/.exec(clause) ?? [];
  for (const [, operator, bits = ""] of actions.matchAll(/([-+=])([rwxXst]*)/g)) {
    if (operator === "-") continue;
    if (bits.includes("s") && (whom === "" || /[aug]/.test(whom))) return "set-id";
    if (bits.includes("w") && /[ao]/.test(whom)) return "world-writable";
  }
  return undefined;
}
