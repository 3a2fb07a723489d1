import { spawn } from "node:child_process";
import { delimiter, isAbsolute, join } from "node:path";
import { isProgram, pathFrom, realPath, temporaryFolder } from "./disk.ts";

/** The only module that starts a process, loaded when one is to be. */

/** What a chart may cost. */
export interface Limits {
  readonly milliseconds: number;
  /** Of what Helm writes. */
  readonly bytes: number;
}

export const LIMITS: Limits = { milliseconds: 30_000, bytes: 32 * 1024 * 1024 };

/** Of what Helm complains of, more is not read. */
const LONGEST_COMPLAINT = 64 * 1024;

/** What Helm wrote, or why there is nothing: a part of a sentence without its full stop. */
export type Rendering = { readonly text: string } | { readonly failure: string };

/**
 * The `helm` that the search path leads to; never one of the repository that is looked at, nor one of whatever folder the
 * user stands in.
 */
export function findHelm(searchPath: string, repository: string): string | undefined {
  const name = process.platform === "win32" ? "helm.exe" : "helm";
  for (const folder of searchPath.split(delimiter)) {
    if (!isAbsolute(folder)) continue;
    const path = join(folder, name);
    const real = isProgram(path) ? realPath(path) : undefined;
    if (real === undefined || [path, real].some((one) => pathFrom(repository, one) !== undefined)) continue;
    return path;
  }
  return undefined;
}

export interface Release {
  readonly name: string;
  readonly namespace: string;
}

/** Helm with a home of its own, which has no plugins, no repositories and no cluster. */
export class Helm {
  readonly #program: string;
  readonly #limits: Limits;
  readonly #home = temporaryFolder("opsguard-helm-");

  constructor(program: string, limits: Limits) {
    this.#program = program;
    this.#limits = limits;
  }

  /** Forgets its home. */
  close(): void {
    this.#home.remove();
  }

  /** `helm template` of the chart in a folder, which is absolute. */
  template(folder: string, { name, namespace }: Release, signal: AbortSignal | undefined): Promise<Rendering> {
    const args = ["template", "--namespace", namespace, "--", name, folder];
    return new Promise((resolve) => {
      const child = spawn(this.#program, args, {
        cwd: this.#home.path,
        env: environment(this.#home.path),
        shell: false,
        stdio: ["ignore", "pipe", "pipe"],
        windowsHide: true,
      });
      const stdout: Buffer[] = [];
      const stderr: Buffer[] = [];
      let size = 0;
      let complaint = 0;
      // Whatever it started may hold the pipes open, so their end is not waited for.
      const end = (rendering: Rendering): void => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", abort);
        child.kill("SIGKILL");
        child.stdout.destroy();
        child.stderr.destroy();
        resolve(rendering);
      };
      const abort = (): void => end({ failure: "was interrupted" });
      const { milliseconds, bytes } = this.#limits;
      const timer = setTimeout(
        () => end({ failure: `takes longer than ${milliseconds / 1000} seconds` }),
        milliseconds,
      );
      signal?.addEventListener("abort", abort, { once: true });
      child.stdout.on("data", (chunk: Buffer) => {
        size += chunk.length;
        if (size > bytes) end({ failure: `makes more than ${bytes / 1024 / 1024} MB` });
        else stdout.push(chunk);
      });
      child.stderr.on("data", (chunk: Buffer) => {
        complaint += chunk.length;
        if (complaint <= LONGEST_COMPLAINT) stderr.push(chunk);
      });
      child.on("error", (error) => end({ failure: `cannot be given to helm: ${error.message}` }));
      child.on("close", (code) => {
        if (code === 0) end({ text: Buffer.concat(stdout).toString("utf8") });
        else end({ failure: `is refused by helm: ${reasonIn(Buffer.concat(stderr).toString("utf8"), code)}` });
      });
    });
  }
}

/** Nothing of the user's own: no credentials, no proxies that lead out. */
function environment(home: string): NodeJS.ProcessEnv {
  const inHome = (name: string): string => join(home, name);
  const proxy = "http://127.0.0.1:9"; // where nobody listens
  const { SystemRoot } = process.env; // without it, no program runs on Windows
  return {
    ...(SystemRoot !== undefined && { SystemRoot }),
    HOME: home,
    HELM_CACHE_HOME: inHome("cache"),
    HELM_CONFIG_HOME: inHome("config"),
    HELM_DATA_HOME: inHome("data"),
    HELM_NO_PLUGINS: "1",
    HELM_PLUGINS: inHome("plugins"),
    HELM_REGISTRY_CONFIG: inHome("registry.json"),
    HELM_REPOSITORY_CACHE: inHome("repository"),
    HELM_REPOSITORY_CONFIG: inHome("repositories.yaml"),
    HTTP_PROXY: proxy,
    HTTPS_PROXY: proxy,
    KUBECONFIG: inHome("kubeconfig"),
    TEMP: home,
    TMPDIR: home,
  };
}

/** The first line that Helm calls an error. */
function reasonIn(complaint: string, code: number | null): string {
  const lines = complaint.split(/\r?\n/).filter((line) => line.trim() !== "");
  const line = lines.find((one) => one.startsWith("Error: ")) ?? lines[0];
  return line?.replace(/^Error: /, "") ?? `it ended with code ${code}`;
}
