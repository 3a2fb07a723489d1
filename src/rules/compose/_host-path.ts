/**
 * A path of the host without double and final slashes and `.` parts, `..` followed; the folder of a user is `~`, whatever its
 * name.
 */
export function plainPath(written: string): string {
  const parts: string[] = [];
  for (const part of written.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  if (!written.startsWith("/")) return parts.join("/");
  const [first, second, ...others] = parts;
  const isHome = (first === "home" || first === "Users") && second !== undefined && others.length > 0;
  return isHome ? ["~", ...others].join("/") : `/${parts.join("/")}`;
}

/** In `/run`, or where an engine that runs as a user has it. */
const SOCKET = /^[/~].*\/(?:docker|containerd|crio|podman)\.sock$/;
/** Its like on Windows. */
const PIPE = /^[\\/]{2}\.[\\/]pipe[\\/](?:docker_engine|containerd-containerd)$/;

/** Is it the socket of a container engine? */
export const isSocket = (source: string): boolean => SOCKET.test(plainPath(source)) || PIPE.test(source);
