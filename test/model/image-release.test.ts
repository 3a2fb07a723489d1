import { expect, test } from "vitest";
import { imageReference } from "../../src/model/image-reference.ts";
import { abandoned, releasesOf } from "../../src/model/image-release.ts";
import { RELEASES, type ReleaseTable } from "../../src/model/known-images/releases.ts";

const told = (text: string) =>
  releasesOf(imageReference(text)).map(
    ({ name, supportedUntil, orEarlier }) => `${name} ${orEarlier ? "<" : ""}${supportedUntil}`,
  );

test.each([
  ["node:18.20.1-alpine3.19", ["Node.js 18.20.1 2025-04-30", "Alpine Linux 3.19 2025-11-01"]],
  ["node:hydrogen", ["Node.js 18 (hydrogen) 2025-04-30"]],
  ["node:lithium", ["Node.js 26 (lithium) 2029-04-30"]],
  ["node:0.10", ["Node.js 0.10 2016-10-31"]],
  ["node:lts-buster-slim", ["Debian 10 (buster) 2024-06-30"]],
  ["debian:buster", ["Debian 10 (buster) 2024-06-30"]],
  ["debian:11.6-slim", ["Debian 11.6 2026-08-31"]],
  ["ubuntu:12.04", ["Ubuntu 12.04 <2019-04-25"]],
  ["ubuntu:wily", ["Ubuntu 15.10 (wily) 2016-07-28"]],
  ["ubuntu:trusty", ["Ubuntu 14.04 (trusty) 2019-04-25"]],
  ["php:7-fpm", ["PHP 7 2022-11-28"]],
  ["php:5-apache", ["PHP 5 2018-12-31"]],
  ["php:5.3", ["PHP 5.3 <2018-12-31"]],
  ["python:2", ["Python 2 2020-01-01"]],
  ["python:3", []],
  ["python:3.4-slim", ["Python 3.4 2019-03-18"]],
  ["postgres:9.4", ["PostgreSQL 9.4 <2021-11-11"]],
  ["mcr.microsoft.com/dotnet/sdk:6.0-focal", [".NET 6.0 2024-11-12", "Ubuntu 20.04 (focal) 2025-05-29"]],
  ["eclipse-temurin:17-jre-focal", ["Ubuntu 20.04 (focal) 2025-05-29"]],
  ["eclipse-temurin:8-jre", []],
  ["eclipse-temurin:18-jdk", ["Java 18 2022-09-20"]],
  ["amazonlinux:2018.03", ["Amazon Linux 1 (2018.03) 2023-12-31"]],
  ["amazonlinux:2022", []],
  ["golang:1.24", ["Go 1.24 2026-02-10"]],
  ["golang:1.25.3", ["Go 1.25.3 2026-08-18"]],
  ["golang:1.26.5-alpine", []],
  ["alpine:edge", []],
  ["alpine", []],
  ["node", []],
  ["acme/node:8-buster", []],
  [`python@sha256:${"0".repeat(64)}`, []],
  ["python:latest", []],
  ["python:constructor", []],
])("%s consists of %j", (text, releases) => {
  expect(told(text)).toEqual(releases);
});

test.each([
  ["openjdk:17", "eclipse-temurin"],
  ["centos:7", "almalinux or rockylinux"],
  ["mcr.microsoft.com/dotnet/core/sdk:3.1", "mcr.microsoft.com/dotnet"],
  ["node:8-onbuild", "plain node"],
  ["python:onbuild", "plain python"],
])("%s was given up for %s", (text, successor) => {
  expect(abandoned(imageReference(text))).toEqual({ successor });
});

test.each(["node:22", "acme/app:onbuild", "acme/centos", "mcr.microsoft.com/dotnet/sdk:10.0"])(
  "%s was not given up",
  (text) => {
    expect(abandoned(imageReference(text))).toBeUndefined();
  },
);

test("every date is one, and the releases of a product go from old to new", () => {
  const number = (version: string): number => {
    const [major = 0, minor = 0] = version.split(".").map(Number);
    return major * 1000 + minor;
  };
  for (const { product, rows, codenames = {} } of Object.values<ReleaseTable>(RELEASES)) {
    for (const [, day] of rows) expect(new Date(day).toISOString().slice(0, 10), product).toBe(day);
    const numbers = rows.map(([release]) => number(release));
    expect(numbers, product).toEqual(numbers.toSorted((a, b) => a - b));
    expect(new Set(Object.keys(codenames)).size).toBe(Object.keys(codenames).length);
  }
});
