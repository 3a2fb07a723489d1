/**
 * Images whose plain tags are a whole operating system or development kit although smaller variants of the same
 * release exist. Familiar names. Source: the images' lists of tags, as of 2026-08.
 */
export const FULL_IMAGES: ReadonlySet<string> = new Set([
  "adoptopenjdk",
  "almalinux",
  "amazoncorretto",
  "amazonlinux",
  "buildpack-deps",
  "centos",
  "clojure",
  "debian",
  "eclipse-temurin",
  "elixir",
  "erlang",
  "fedora",
  "gcc",
  "golang",
  "gradle",
  "haskell",
  "ibm-semeru-runtimes",
  "java",
  "mageia",
  "maven",
  "mcr.microsoft.com/dotnet/sdk",
  "mono",
  "node",
  "openjdk",
  "opensuse/leap",
  "opensuse/tumbleweed",
  "oraclelinux",
  "perl",
  "php",
  "pypy",
  "python",
  "quay.io/centos/centos",
  "quay.io/fedora/fedora",
  "registry.access.redhat.com/ubi10",
  "registry.access.redhat.com/ubi10/ubi",
  "registry.access.redhat.com/ubi7",
  "registry.access.redhat.com/ubi7/ubi",
  "registry.access.redhat.com/ubi8",
  "registry.access.redhat.com/ubi8/ubi",
  "registry.access.redhat.com/ubi9",
  "registry.access.redhat.com/ubi9/ubi",
  "registry.fedoraproject.org/fedora",
  "rockylinux",
  "ruby",
  "rust",
  "swift",
  "ubuntu",
]);

/** A word of a tag, between dashes, that says the variant is a small one. */
export const SMALL_VARIANT = /^(?:alpine[\d.]*|chiseled|distroless|headless|jre|micro|minimal|nano|nanoserver|slim)$/;

/**
 * Images that exist to compile: a compiler or build tool is what they are. Familiar names. Language images that also
 * run what they build without compiling (node, python, ruby, php) are not among them.
 */
export const SDK_IMAGES: ReadonlySet<string> = new Set([
  "buildpack-deps",
  "dart",
  "gcc",
  "golang",
  "gradle",
  "haskell",
  "maven",
  "mcr.microsoft.com/dotnet/core/sdk",
  "mcr.microsoft.com/dotnet/sdk",
  "rust",
  "rustlang/rust",
  "sbtscala/scala-sbt",
]);
