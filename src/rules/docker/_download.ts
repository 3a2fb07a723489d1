import type { ShellCommand, ShellWord } from "../../model/shell.ts";
import { argumentsOf, programOf } from "../../model/shell-command.ts";
import type { Ranged } from "../../text/source-file.ts";

/** One file that curl or wget fetches. */
export interface Download {
  readonly url: ShellWord;
  /** The host it comes from, as far as it is written out. */
  readonly host: string;
  /** The last part of the name of the file that it becomes, as written; absent where it goes to the next command. */
  readonly file: string | undefined;
}

/** Flags that take a value, after curl 8 and GNU Wget 1.24: those that installers use. */
const CURL_VALUES = [
  ..."AbCcDdEeFHKmoPQrTtuwXxYyz",
  ...["cacert", "cert", "cert-type", "ciphers", "config", "connect-timeout", "cookie", "cookie-jar", "data"],
  ...["data-raw", "dump-header", "form", "header", "key", "limit-rate", "max-redirs", "max-time", "netrc-file"],
  ...["output", "output-dir", "proto", "proto-redir", "proxy", "range", "referer", "request", "resolve", "retry"],
  ...["retry-delay", "retry-max-time", "stderr", "tls-max", "url", "user", "user-agent", "write-out"],
];
const WGET_VALUES = [
  ..."aABDeHiIlOoPQRtTUwX",
  ...["append-output", "body-data", "ca-certificate", "connect-timeout", "directory-prefix", "dns-timeout", "header"],
  ...["input-file", "limit-rate", "method", "output-document", "output-file", "password", "post-data", "quota"],
  ...["read-timeout", "referer", "secure-protocol", "timeout", "tries", "user", "user-agent", "wait", "waitretry"],
];

/** What a command downloads from hosts that it names; nothing when it is neither curl nor wget. */
export function downloadsOf(command: ShellCommand): readonly Download[] {
  const program = programOf(command);
  if (program !== "curl" && program !== "wget") return [];
  const { flags, operands } = argumentsOf(command, program === "curl" ? CURL_VALUES : WGET_VALUES);
  const redirect = command.redirects.find(({ operator }) => /^>[>|]?$/.test(operator))?.target;
  const outputs = program === "curl" ? ["o", "output"] : ["O", "output-document"];
  const output = flags.find(({ name }) => outputs.includes(name));
  const isNamedAlike = program === "wget" || flags.some(({ name }) => /^(?:O|remote-name(?:-all)?)$/.test(name));
  return operands.flatMap((url) => {
    const host = remoteHost(url.raw.replace(/^["']/, ""));
    if (host === undefined) return [];
    if (output) return [{ url, host, file: output.value && fileName(writtenAs(output.value, command)) }];
    if (redirect) return [{ url, host, file: fileName(redirect.raw) }];
    return [{ url, host, file: isNamedAlike ? fileName(url.raw.replace(/[?#].*$/, "")) : undefined }];
  });
}

/** The last part of a path, without quotes; nothing for `-`, which is the next command. */
export function fileName(path: string): string | undefined {
  const name = path.replace(/["']/g, "").replace(/\/+$/, "");
  return name === "-" ? undefined : name.slice(name.lastIndexOf("/") + 1);
}

/** The host of a URL, or of `git@host:path`; nothing when a variable decides it, or there is none. */
export function remoteHost(url: string): string | undefined {
  const [, host] = /^(?:(?:https?|ftp|git|ssh):\/\/(?:[^@/\s]*@)?|[\w.-]+@)([^/:?#\s"']+)/i.exec(url) ?? [];
  return host === undefined || host.includes("$") ? undefined : host.toLowerCase();
}

/** The value of a flag as it stands in the command, variables and all. */
function writtenAs({ range }: Ranged, { args }: ShellCommand): string {
  const word = args.find((one) => one.range.start <= range.start && range.end <= one.range.end);
  return word?.raw.slice(range.start - word.range.start) ?? "";
}

/** Checks a file against a hash or signature; any use of a hash is taken for one. */
export function isVerification(command: ShellCommand): boolean {
  const program = programOf(command) ?? "";
  if (/^(?:md5|sha\d*|b2|b3)sum$|^(?:gpgv2?|minisign|rsign|shasum|signify|slsa-verifier)$/.test(program)) return true;
  const words = command.args.map(({ raw }) => raw).slice(0, MOST_WORDS);
  if (/^gpg2?$/.test(program)) return words.some((word) => /^--verify/.test(word));
  if (/^(?:cosign|gh|notation|openssl|rpm)$/.test(program))
    return words.some((word) => /verify|checksig|^dgst|^-K/.test(word));
  return /^(?:node|perl|php|python|ruby)/.test(program) && words.some((word) => /hash|sha\d|digest/i.test(word));
}

const MOST_WORDS = 20;
