import { lookup } from "node:dns";
import { type IncomingHttpHeaders, type IncomingMessage, request as plainRequest } from "node:http";
import { request as secureRequest } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { VERSION } from "../rule/version.ts";
import { isLoopback, isPublic } from "./address.ts";

/** The only module that opens connections, loaded when one is to be. Where to, a stranger may have written. */

export interface Question {
  readonly method: "GET" | "HEAD";
  readonly headers: Readonly<Record<string, string>>;
  /** A longer answer is none. */
  readonly mostBytes: number;
  /** It may be put to this machine, and without TLS. Any other takes TLS and a public address. */
  readonly mayBeLocal: boolean;
  readonly signal: AbortSignal;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Of an answer with status 200. */
  readonly body: Buffer;
}

/** Why nothing was asked, or no answer taken: the end of a sentence that starts with the host. */
export class Refusal extends Error {}

const MOST_REDIRECTS = 3;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const LOCAL_HOSTS: ReadonlySet<string> = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** By the host of a URL, which is in lower case and has no other spelling of an address. */
export const isLocalHost = (hostname: string): boolean => LOCAL_HOSTS.has(hostname);

/** Asks, and goes where it is sent. Throws a `Refusal`, or what Node throws. */
export async function ask(start: URL, question: Question): Promise<Answer> {
  let url = start;
  let { headers } = question;
  for (let redirects = 0; ; redirects += 1) {
    const answer = await askOnce(url, { ...question, headers });
    const { location } = answer.headers;
    if (!REDIRECTS.has(answer.status) || location === undefined) return answer;
    if (redirects === MOST_REDIRECTS) throw new Refusal("redirects again and again");
    if (!URL.canParse(location, url.href)) throw new Refusal("redirects to nowhere");
    const next = new URL(location, url);
    const why = refusalOf(next, question.mayBeLocal && isLocalHost(url.hostname));
    if (why !== undefined) throw new Refusal(`redirects to a host that ${why}`);
    if (next.origin !== url.origin) {
      const { authorization: _, ...others } = headers;
      headers = others;
    }
    url = next;
  }
}

/** Why a URL is not asked, whatever its name may lead to. */
export function refusalOf({ hostname, protocol, username, password }: URL, mayBeLocal: boolean): string | undefined {
  if (username !== "" || password !== "") return "wants a name and a password in its address";
  if (isLocalHost(hostname)) return mayBeLocal ? undefined : "is this machine";
  if (protocol !== "https:") return "does without TLS";
  if (hostname.startsWith("[") || isIP(hostname) !== 0) return "is an IP address and no name";
  return hostname.includes(".") ? undefined : "is known to one network only";
}

async function askOnce(url: URL, { method, headers, mostBytes, mayBeLocal, signal }: Question): Promise<Answer> {
  const why = refusalOf(url, mayBeLocal);
  if (why !== undefined) throw new Refusal(why);
  const request = url.protocol === "https:" ? secureRequest : plainRequest;
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const options = {
      method,
      headers: { ...headers, "user-agent": `opsguard/${VERSION}` },
      signal,
      // A connection that somebody else opened might lead elsewhere.
      agent: false,
      lookup: lookupOf(isLocalHost(url.hostname) ? isLoopback : isPublic),
    };
    request(url, options, resolve).on("error", reject).end();
  });
  const status = response.statusCode ?? 0;
  if (status !== 200) {
    response.on("error", () => undefined).destroy();
    return { status, headers: response.headers, body: Buffer.alloc(0) };
  }
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response) {
    length += chunk.length;
    if (length > mostBytes) throw new Refusal("answers with more than there can be");
    chunks.push(chunk);
  }
  return { status, headers: response.headers, body: Buffer.concat(chunks) };
}

/** What a name leads to is judged when it is connected to: asked again, it might lead elsewhere. */
const lookupOf =
  (isWanted: (address: string) => boolean): LookupFunction =>
  (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      const [first] = addresses ?? [];
      if (error || !first) callback(error ?? new Refusal("has no address"), []);
      else if (!addresses.every(({ address }) => isWanted(address))) {
        callback(new Refusal("is in no public network"), []);
      } else if (options.all) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
