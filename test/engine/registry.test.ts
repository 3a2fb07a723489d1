import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { expect, test, vi } from "vitest";
import { digestAt, manifestPlace } from "../../src/engine/registry.ts";
import { refusalOf } from "../../src/engine/web.ts";
import { imageReference } from "../../src/model/image-reference.ts";
import { HEX, madeUp } from "../support/made-up.ts";
import { INDEX, registry } from "../support/registry.ts";

/** What names lead to; `localhost` leads to this machine. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  "metadata.example.com": ["169.254.169.254"],
  "inside.example.com": ["93.184.215.14", "10.0.0.7"],
  "rebound.example.com": ["127.0.0.1"],
};
const looked = vi.hoisted((): string[] => []);
vi.mock("node:dns", async (original) => {
  const dns = await original<typeof import("node:dns")>();
  return {
    ...dns,
    lookup(name: string, options: object, callback: (error: Error | null, found?: unknown) => void): void {
      looked.push(name);
      const found = name === "localhost" ? ["127.0.0.1"] : NAMES[name];
      if (!found) callback(Object.assign(new Error(name), { code: "ENOTFOUND" }));
      else callback(null, "all" in options ? found.map((address) => ({ address, family: 4 })) : found[0]);
    },
  };
});

const DIGEST = `sha256:${madeUp(64, HEX)}`;

function digestOf(image: string, milliseconds = 5000): Promise<string> {
  const place = manifestPlace(imageReference(image));
  if (!place) throw new Error(`${image} has no place.`);
  return digestAt(place, AbortSignal.timeout(milliseconds));
}

const found = (response: ServerResponse, headers: Readonly<Record<string, string>> = {}, body = ""): void => {
  response.writeHead(200, { "content-type": INDEX, ...headers }).end(body);
};

test("an image is where its name says, and where Docker completes it", () => {
  const urlOf = (image: string) => manifestPlace(imageReference(image))?.url.href;
  expect(urlOf("node:22")).toBe("https://registry-1.docker.io/v2/library/node/manifests/22");
  expect(urlOf("acme/api")).toBe("https://registry-1.docker.io/v2/acme/api/manifests/latest");
  expect(urlOf("index.docker.io/node:22")).toBe("https://registry-1.docker.io/v2/library/node/manifests/22");
  expect(urlOf("ghcr.io/acme/team/api:1.4")).toBe("https://ghcr.io/v2/acme/team/api/manifests/1.4");
  expect(urlOf("registry.example.com:5000/api:1")).toBe("https://registry.example.com:5000/v2/api/manifests/1");
  expect(urlOf("localhost:443/api:1")).toBe("http://localhost:443/v2/api/manifests/1");
  expect(urlOf("LOCALHOST:5000/api:1")).toBe("http://localhost:5000/v2/api/manifests/1");
  expect(urlOf("[::1]:5000/api:1")).toBe("http://[::1]:5000/v2/api/manifests/1");
  expect(manifestPlace(imageReference("node:22"))?.scope).toBe("repository:library/node:pull");
});

test.each([
  "Node:22",
  "a b",
  "node:22@sha256:0",
  "x.example:99999/a",
  "1.2.3.400/a",
  "x..example/a/../b",
  "a.b/?q",
  "",
])("%s is nowhere", (image) => expect(manifestPlace(imageReference(image))).toBeUndefined());

test("the header of a HEAD tells the digest", async () => {
  const accepts: unknown[] = [];
  const { host, asked } = await registry(({ headers }, response) => {
    accepts.push(headers.accept, headers.authorization, headers["user-agent"]);
    found(response, { "docker-content-digest": DIGEST });
  });
  expect(await digestOf(`${host}/acme/app:1`)).toBe(DIGEST);
  expect(asked).toEqual(["HEAD /v2/acme/app/manifests/1"]);
  expect(accepts[0]).toMatch(/^application\/vnd\.oci\.image\.index\.v1\+json, .*manifest\.list\.v2\+json, /);
  expect(accepts.slice(1)).toEqual([undefined, expect.stringMatching(/^opsguard\/\d/)]);
});

test.each([
  ["says nothing of it", 200],
  ["knows no HEAD", 405],
])("where the registry %s, the bytes of the manifest do", async (_, status) => {
  const body = '{"schemaVersion":2}\n';
  const { host, asked } = await registry(({ method }, response) => {
    if (method === "HEAD" && status !== 200) response.writeHead(status).end();
    else found(response, { "content-type": `${INDEX}; charset=utf-8` }, body);
  });
  expect(await digestOf(`${host}/app:1`)).toBe(`sha256:${createHash("sha256").update(body).digest("hex")}`);
  expect(asked).toEqual(["HEAD /v2/app/manifests/1", "GET /v2/app/manifests/1"]);
});

/** Shows images to those who have a token. */
const guarded =
  (challenge: (host: string) => string, token: object) =>
  ({ url = "", headers }: IncomingMessage, response: ServerResponse): void => {
    if (url.startsWith("/token")) response.end(JSON.stringify(token));
    else if (headers.authorization === "Bearer abc.def") found(response, { "docker-content-digest": DIGEST });
    else response.writeHead(401, { "www-authenticate": challenge(headers.host ?? "") }).end();
  };
const bearer = (host: string): string =>
  `Basic realm="all", Bearer realm="http://${host}/token?a=1",service="registry.example.com",scope="repository:app:pull"`;

test.each([{ token: "abc.def", expires_in: 60 }, { access_token: "abc.def" }])(
  "a token for everybody is asked for: %j",
  async (token) => {
    const { host, asked } = await registry(guarded(bearer, token));
    expect(await digestOf(`${host}/app:1`)).toBe(DIGEST);
    expect(asked).toEqual([
      "HEAD /v2/app/manifests/1",
      "GET /token?a=1&service=registry.example.com&scope=repository%3Aapp%3Apull",
      "HEAD /v2/app/manifests/1",
    ]);
  },
);

test("whoever does not say what for is asked for this image alone", async () => {
  const { host, asked } = await registry(
    guarded((self) => `bearer realm="http://${self}/token"`, { token: "abc.def" }),
  );
  expect(await digestOf(`${host}/app:1`)).toBe(DIGEST);
  expect(asked[1]).toBe("GET /token?scope=repository%3Aapp%3Apull");
});

test.each<[string, (host: string) => string, object]>([
  ["wants a login", () => 'Basic realm="all"', {}],
  ["wants a login", () => 'Bearer realm="nonsense"', {}],
  ["has it for nobody without a login", bearer, { token: "other" }],
  ["gives no token to read with", bearer, { token: "a\r\nb: c" }],
  ["gives no token to read with", bearer, {}],
  ["gives no token to read with", bearer, { token: "x".repeat(2 ** 15) }],
  ["answers with more than there can be", bearer, { token: "x".repeat(2 ** 20) }],
  ["sends for a token to a host that does without TLS", () => 'Bearer realm="http://auth.example.com/token"', {}],
  ["sends for a token to a host that is an IP address", () => 'Bearer realm="https://10.0.0.1/token"', {}],
  ["sends for a token to a host that is known to one network only", () => 'Bearer realm="https://vault/token"', {}],
  ["is in no public network", () => 'Bearer realm="https://metadata.example.com/token"', {}],
])("no token: %s", async (why, challenge, token) => {
  const { host } = await registry(guarded(challenge, token));
  await expect(digestOf(`${host}/app:1`)).rejects.toThrow(why);
});

test.each<[string, number, Readonly<Record<string, string>>]>([
  ["has no such image", 404, {}],
  ["has it for nobody without a login", 403, {}],
  ["was asked too often", 429, {}],
  ["answers with status 500", 500, {}],
  ["something else than an image", 200, {}],
  ["something else than an image", 200, { "content-type": "text/html", "docker-content-digest": DIGEST }],
  ["something else than a digest", 200, { "content-type": INDEX, "docker-content-digest": "sha256:0123" }],
  ["something else than a digest", 200, { "content-type": INDEX, "docker-content-digest": `${DIGEST}\tRUN x` }],
  ["something else than a digest", 200, { "content-type": INDEX, "docker-content-digest": `sha512:${DIGEST}` }],
])("no digest: %s", async (why, status, headers) => {
  const { host } = await registry((_, response) => response.writeHead(status, headers).end());
  await expect(digestOf(`${host}/app:1`)).rejects.toThrow(why);
});

test("a digest needs no type beside it", async () => {
  const { host } = await registry((_, response) => response.writeHead(200, { "docker-content-digest": DIGEST }).end());
  expect(await digestOf(`${host}/app:1`)).toBe(DIGEST);
});

test("a page for people is no image, though its bytes have a digest", async () => {
  const { host } = await registry((_, response) => found(response, { "content-type": "text/html" }, "<h1>Log in</h1>"));
  await expect(digestOf(`${host}/app:1`)).rejects.toThrow("something else than an image");
});

test("an answer without an end is not waited for", async () => {
  const { host } = await registry(({ method }, response) => {
    response.writeHead(200, { "content-type": INDEX });
    if (method === "HEAD") response.end();
    else {
      const more = (): boolean => response.destroyed || response.write(Buffer.alloc(2 ** 16), () => setImmediate(more));
      more();
    }
  });
  await expect(digestOf(`${host}/app:1`)).rejects.toThrow("more than there can be");
});

test("who does not answer is left", async () => {
  const { host } = await registry(() => undefined);
  await expect(digestOf(`${host}/app:1`, 50)).rejects.toThrow();
  const slow = await registry((_, response) => response.writeHead(200, { "content-type": INDEX }).write("{"));
  await expect(digestOf(`${slow.host}/app:1`, 50)).rejects.toThrow();
});

const redirecting = (target: (url: string) => string) => (request: IncomingMessage, response: ServerResponse) =>
  response.writeHead(307, { location: target(request.url ?? "") }).end();

test("it goes where a registry sends it, and not in circles", async () => {
  const { host, asked } = await registry((request, response) => {
    if (request.url === "/moved") found(response, { "docker-content-digest": DIGEST });
    else redirecting(() => "/moved")(request, response);
  });
  expect(await digestOf(`${host}/app:1`)).toBe(DIGEST);
  expect(asked).toEqual(["HEAD /v2/app/manifests/1", "HEAD /moved"]);
  const circle = await registry(redirecting((url) => url));
  await expect(digestOf(`${circle.host}/app:1`)).rejects.toThrow("again and again");
  expect(circle.asked).toHaveLength(4);
});

test("a token stays with whom it is for", async () => {
  const seen: unknown[] = [];
  const other = await registry(({ headers }, response) => {
    seen.push(headers.authorization);
    found(response, { "docker-content-digest": DIGEST });
  });
  const { host } = await registry(({ url = "", headers }, response) => {
    if (url.startsWith("/token")) response.end('{"token":"abc.def"}');
    else if (headers.authorization) response.writeHead(302, { location: `http://${other.host}/x` }).end();
    else response.writeHead(401, { "www-authenticate": bearer(headers.host ?? "") }).end();
  });
  expect(await digestOf(`${host}/app:1`)).toBe(DIGEST);
  expect(seen).toEqual([undefined]);
});

test.each([
  ["does without TLS", "http://registry.example.com/"],
  ["does without TLS", "ftp://registry.example.com/"],
  ["is an IP address and no name", "https://169.254.169.254/latest/meta-data"],
  ["is an IP address and no name", "https://0xa.1/"],
  ["is an IP address and no name", "https://[::ffff:127.0.0.1]/"],
  ["is known to one network only", "https://intranet/"],
  ["wants a name and a password in its address", "https://a:b@registry.example.com/"],
  ["is in no public network", "https://metadata.example.com/"],
  ["redirects to nowhere", "https://"],
])("it is not sent where nobody should be: %s", async (why, location) => {
  const { host } = await registry(redirecting(() => location));
  await expect(digestOf(`${host}/app:1`)).rejects.toThrow(why);
});

test.each([
  ["is an IP address and no name", "169.254.169.254/latest:1"],
  ["is an IP address and no name", "10.0.0.1:5000/app:1"],
  ["is an IP address and no name", "[fd00::1]:5000/app:1"],
  ["is an IP address and no name", "127.0.0.2:5000/app:1"],
  ["is known to one network only", "registry:5000/app:1"],
  ["is in no public network", "metadata.example.com/app:1"],
  ["is in no public network", "inside.example.com/app:1"],
  ["is in no public network", "rebound.example.com:5000/app:1"],
])("nothing is asked of what %s: %s", async (why, image) => {
  await expect(digestOf(image)).rejects.toThrow(why);
});

test("this machine is for registries of this machine alone", () => {
  const refusal = (url: string, mayBeLocal: boolean) => refusalOf(new URL(url), mayBeLocal);
  for (const url of ["http://localhost:5000/", "https://127.0.0.1/", "http://[::1]:1/", "http://127.1/"]) {
    expect([refusal(url, true), refusal(url, false)]).toEqual([undefined, "is this machine"]);
  }
  expect(refusal("https://ghcr.io/v2/", true)).toBeUndefined();
  expect(refusal("http://ghcr.io/v2/", true)).toBe("does without TLS");
});

test("a name is looked up once, and what it led to is connected to", async () => {
  looked.length = 0;
  await expect(digestOf("rebound.example.com/app:1")).rejects.toThrow("is in no public network");
  expect(looked).toEqual(["rebound.example.com"]);
});
