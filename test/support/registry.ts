import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { onTestFinished } from "vitest";

export const INDEX = "application/vnd.oci.image.index.v1+json";

export interface TestRegistry {
  /** `127.0.0.1:49152`. */
  readonly host: string;
  readonly port: number;
  /** What was asked, as `HEAD /v2/app/manifests/1`. */
  readonly asked: string[];
}

/** A registry on this machine that is gone when the test is. */
export async function registry(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<TestRegistry> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return { host: `127.0.0.1:${port}`, port, asked };
}

/** One that has all images, and they have this digest. */
export const registryWith = (digest: string): Promise<TestRegistry> =>
  registry((_, response) => {
    response.writeHead(200, { "content-type": INDEX, "docker-content-digest": digest }).end();
  });
