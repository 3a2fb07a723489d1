import { familiarName, type ImageReference } from "../../model/image-reference.ts";

/**
 * Images whose Dockerfile has no WORKDIR, in any of their tags: Docker's official ones, and those of .NET, after
 * https://github.com/docker-library/official-images and https://github.com/dotnet/dotnet-docker as of 2026-08.
 */
const WITHOUT: ReadonlySet<string> = new Set([
  "almalinux",
  "alpine",
  "amazoncorretto",
  "amazonlinux",
  "archlinux",
  "bash",
  "buildpack-deps",
  "busybox",
  "centos",
  "debian",
  "eclipse-temurin",
  "elixir",
  "erlang",
  "fedora",
  "gcc",
  "mariadb",
  "mcr.microsoft.com/dotnet/aspnet",
  "mcr.microsoft.com/dotnet/runtime",
  "mcr.microsoft.com/dotnet/runtime-deps",
  "mcr.microsoft.com/dotnet/sdk",
  "mongo",
  "mysql",
  "nginx",
  "node",
  "openjdk",
  "oraclelinux",
  "postgres",
  "pypy",
  "python",
  "rabbitmq",
  "rockylinux",
  "ruby",
  "rust",
  "ubuntu",
]);

/** Official images that do set one; `php` in some of its tags. Same sources. */
const WITH: ReadonlySet<string> = new Set([
  "adminer",
  "aerospike",
  "caddy",
  "composer",
  "couchdb",
  "dart",
  "drupal",
  "elasticsearch",
  "flink",
  "friendica",
  "ghost",
  "golang",
  "gradle",
  "httpd",
  "influxdb",
  "jetty",
  "joomla",
  "kibana",
  "logstash",
  "matomo",
  "mediawiki",
  "monica",
  "nats",
  "nextcloud",
  "perl",
  "php",
  "phpmyadmin",
  "redis",
  "redmine",
  "solr",
  "sonarqube",
  "tomcat",
  "tomee",
  "wordpress",
  "yourls",
  "zookeeper",
]);

/** Does the image set a WORKDIR? `undefined`: nobody looked it up. */
export function setsWorkdir(image: ImageReference): boolean | undefined {
  const name = familiarName(image);
  if (image.tag?.text.includes("onbuild")) return true;
  if (WITHOUT.has(name)) return false;
  return WITH.has(name) ? true : undefined;
}
