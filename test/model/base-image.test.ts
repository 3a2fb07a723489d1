import { expect, test } from "vitest";
import {
  defaultUser,
  isDistroless,
  isFullVariant,
  isOfficialImage,
  isWindowsImage,
  matchesImage,
} from "../../src/model/base-image.ts";
import { imageReference } from "../../src/model/image-reference.ts";
import { DEFAULT_USERS } from "../../src/model/known-images/default-users.ts";
import { OFFICIAL_IMAGES } from "../../src/model/known-images/official-images.ts";

test.each([
  ["node", true],
  ["docker.io/library/node:22", true],
  ["public.ecr.aws/docker/library/node:22", true],
  ["mirror.gcr.io/library/node", true],
  ["acme/node", false],
  ["ghcr.io/node", false],
  ["constructor", false],
])("is %s official? %s", (text, official) => {
  expect(isOfficialImage(imageReference(text))).toBe(official);
});

test.each([
  ["alpine:3.22", "root"],
  ["memcached:1.6", "non-root"],
  ["haproxy:3.2", undefined],
  ["gcr.io/distroless/static-debian12", "root"],
  ["gcr.io/distroless/static-debian12:debug-nonroot", "non-root"],
  ["mcr.microsoft.com/dotnet/aspnet:10.0", "root"],
  ["mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled", "non-root"],
  ["bitnami/postgresql:17", "non-root"],
  ["bitnami/minideb:bookworm", "root"],
  ["nginxinc/nginx-unprivileged:1.29", "non-root"],
  ["cgr.dev/chainguard/node", "non-root"],
  ["cgr.dev/chainguard/wolfi-base", "root"],
  ["dhi.io/node:22", "non-root"],
  ["dhi.io/node:22-dev", "root"],
  ["grafana/grafana-oss:12.1.0", "non-root"],
  ["ghcr.io/acme/base:1", undefined],
])("%s runs as %s", (text, user) => {
  expect(defaultUser(imageReference(text))).toBe(user);
});

test.each([
  ["mcr.microsoft.com/windows/servercore:ltsc2022", true],
  ["mcr.microsoft.com/windows", true],
  ["mcr.microsoft.com/dotnet/framework/aspnet:4.8", true],
  ["golang:1.25-windowsservercore", true],
  ["mcr.microsoft.com/dotnet/runtime:9.0-nanoserver-ltsc2022", true],
  ["mcr.microsoft.com/dotnet/runtime:9.0", false],
  ["mcr.microsoft.com/windows-tools", false],
])("is %s Windows? %s", (text, windows) => {
  expect(isWindowsImage(imageReference(text))).toBe(windows);
});

test("the debug variant of distroless has a shell", () => {
  expect(isDistroless(imageReference("gcr.io/distroless/base:nonroot"))).toBe(true);
  expect(isDistroless(imageReference("gcr.io/distroless/base:debug-nonroot"))).toBe(false);
});

test.each([
  ["python", true],
  ["python:3.13-bookworm", true],
  ["python:3.13-slim-bookworm", false],
  ["node:alpine3.21", false],
  ["eclipse-temurin:21-jdk", true],
  ["eclipse-temurin:21-jre", false],
  ["rockylinux:9-minimal", false],
  ["nginx:1.29", false],
  ["php:8.4-fpm", true],
  ["php:8.4-apache", false],
])("is %s a full variant? %s", (text, full) => {
  expect(isFullVariant(imageReference(text))).toBe(full);
});

test.each([
  ["node", true],
  ["node:22*", true],
  ["docker.io/library/*", true],
  ["node:24", false],
  ["nod", false],
])("does the pattern %s mean node:22-slim? %s", (pattern, means) => {
  expect(matchesImage(imageReference("node:22-slim"), [pattern])).toBe(means);
});

test("the rows of the tables are sorted", () => {
  for (const table of [OFFICIAL_IMAGES, DEFAULT_USERS])
    expect(Object.keys(table)).toEqual(Object.keys(table).toSorted());
});
