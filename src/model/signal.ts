/** Those of Linux, without `SIG`: https://man7.org/linux/man-pages/man7/signal.7.html. */
const NAMES: ReadonlySet<string> = new Set(
  (
    "ABRT ALRM BUS CHLD CLD CONT FPE HUP ILL INT IO IOT KILL PIPE POLL PROF PWR QUIT RTMAX RTMIN SEGV STKFLT STOP SYS " +
    "TERM TRAP TSTP TTIN TTOU UNUSED URG USR1 USR2 VTALRM WINCH XCPU XFSZ"
  ).split(" "),
);

/** Does an engine know the signal, by its number or by its name in any case, with or without `SIG`? */
export function isSignal(text: string): boolean {
  if (/^\d+$/.test(text)) return Number(text) > 0;
  const name = text.toUpperCase().replace(/^SIG/, "");
  return NAMES.has(name) || /^(?:RTMIN\+|RTMAX-)(?:\d|1[0-5])$/.test(name);
}
