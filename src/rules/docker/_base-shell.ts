import { isDistroless, isWindowsImage, knownName, tagWords } from "../../model/base-image.ts";
import type { ImageReference } from "../../model/image-reference.ts";

/** What `/bin/sh` is in an image: Debian's and Ubuntu's dash, BusyBox's ash, or bash. */
export type SystemShell = "ash" | "bash" | "dash";

/** The distribution that images are built on when their tag names none, as of 2026-09. */
const IMAGES: Readonly<Record<SystemShell, readonly string[]>> = {
  ash: ["alpine", "busybox", "docker"],
  bash: [
    ...["almalinux", "amazoncorretto", "amazonlinux", "archlinux", "centos", "fedora", "mysql", "opensuse/leap"],
    ...["opensuse/tumbleweed", "oraclelinux", "photon", "public.ecr.aws/amazonlinux/amazonlinux", "rockylinux"],
  ],
  dash: [
    ...["buildpack-deps", "debian", "eclipse-temurin", "elixir", "erlang", "gcc", "golang", "gradle", "httpd"],
    ...["mariadb", "maven", "mcr.microsoft.com/dotnet/aspnet", "mcr.microsoft.com/dotnet/runtime"],
    ...["mcr.microsoft.com/dotnet/sdk", "mongo", "nginx", "node", "perl", "php", "postgres", "python", "redis"],
    ...["ruby", "rust", "tomcat", "ubuntu"],
  ],
};
const BASH_REPOSITORIES =
  /^(?:registry\.access\.redhat\.com|registry\.redhat\.io|registry\.fedoraproject\.org|quay\.io\/(?:centos|fedora)|public\.ecr\.aws\/lambda)\//;

/** Words of a tag that say which distribution it is of; the first row with one decides. */
const WORDS: readonly (readonly [RegExp, SystemShell | undefined])[] = [
  [/^(?:azurelinux[\d.]*|cbl|chiseled|distroless|mariner[\d.]*|nanoserver|windowsservercore)$/, undefined],
  [/^(?:alpine[\d.]*|busybox|musl|uclibc)$/, "ash"],
  [/^(?:bionic|bookworm|bullseye|buster|debian\d*|focal|jammy|noble|sid|slim|stretch|trixie|ubuntu[\d.]*)$/, "dash"],
  [
    /^(?:al\d+|amazoncorretto|amazonlinux\d*|centos\d*|corretto|fedora\d*|oracle|oraclelinux\d*|rhel\d*|ubi\d*)$/,
    "bash",
  ],
  [/^(?:azulzulu|graalvm|ibm|ibmjava|liberica|microsoft|openjdk|sapmachine|semeru)$/, undefined],
];

/** What runs `/bin/sh -c` in an image; `undefined` where nobody looked it up, or there is nothing. */
export function systemShell(image: ImageReference | undefined): SystemShell | undefined {
  if (!image || isWindowsImage(image) || isDistroless(image)) return undefined;
  const name = knownName(image);
  const words = tagWords(image);
  const byTag = WORDS.find(([pattern]) => words.some((word) => pattern.test(word)));
  if (byTag) return byTag[1];
  if (BASH_REPOSITORIES.test(name)) return "bash";
  const [shell] = Object.entries(IMAGES).find(([, names]) => names.includes(name)) ?? [];
  if (shell === "dash" && image.digest && !image.tag && !/^(?:debian|ubuntu)$/.test(name)) return undefined;
  return shell === "ash" || shell === "bash" || shell === "dash" ? shell : undefined;
}
