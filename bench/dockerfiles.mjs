import { chooser } from "./corpus.mjs";

const LANGUAGES = [
  {
    images: ["node:24", "node:22-alpine", "node:24-slim", "node"],
    install: ["npm ci", "npm install", "yarn install --frozen-lockfile"],
    copy: ["package.json package-lock.json ./", "package*.json ./"],
    build: ["npm run build", "npm run build && npm prune --omit=dev"],
    start: ['["node", "dist/server.js"]', "npm start", '["npm", "run", "start"]'],
  },
  {
    images: ["python:3.14-slim", "python:3.13", "python:3.14-alpine", "python:latest"],
    install: ["pip install -r requirements.txt", "pip install --no-cache-dir -r requirements.txt"],
    copy: ["requirements.txt .", "requirements.txt ./"],
    build: ["python -m compileall .", "python setup.py build"],
    start: ['["gunicorn", "app:app"]', "python app.py"],
  },
  {
    images: ["golang:1.26", "golang:1.26-alpine", "golang:1.25-bookworm"],
    install: ["go mod download", "go mod download && go mod verify"],
    copy: ["go.mod go.sum ./"],
    build: ["CGO_ENABLED=0 go build -o /out/app ./cmd/app", "go build -o /out/app ."],
    start: ['["/out/app"]', "/out/app"],
  },
  {
    images: ["maven:3-eclipse-temurin-21", "eclipse-temurin:21-jdk", "gradle:8-jdk21"],
    install: ["mvn -q dependency:go-offline", "gradle --no-daemon dependencies"],
    copy: ["pom.xml .", "build.gradle settings.gradle ./"],
    build: ["mvn -q package -DskipTests", "gradle --no-daemon assemble"],
    start: ['["java", "-jar", "/app/app.jar"]', "java $JAVA_OPTS -jar app.jar"],
  },
];

const PACKAGES = ["curl", "ca-certificates", "git", "libpq-dev", "build-essential", "tini", "jq", "openssl", "tzdata"];

/** A Dockerfile as people write them: 15 to 45 lines, with comments, continuations and the usual sins. */
export function dockerfile(seed) {
  const { chance, one, some, below } = chooser(seed);
  const language = one(LANGUAGES);
  const lines = [];
  if (chance(0.3)) lines.push("# syntax=docker/dockerfile:1");
  if (chance(0.4)) lines.push(`ARG VERSION=${1 + below(9)}.${below(20)}`);
  lines.push(`FROM ${one(language.images)} AS build`, "", "# what the build needs", "WORKDIR /app");
  const packages = some(PACKAGES, 0.4);
  if (packages.length > 0 && chance(0.7)) {
    lines.push("RUN apt-get update \\", "    && apt-get install -y --no-install-recommends \\");
    for (const name of packages) lines.push(`        ${name} \\`);
    lines.push(chance(0.6) ? "    && rm -rf /var/lib/apt/lists/*" : "    && apt-get clean");
  }
  if (chance(0.5))
    lines.push(`ENV APP_ENV=production \\`, `    APP_PORT=${3000 + below(6000)} \\`, "    LOG_LEVEL=info");
  lines.push(`COPY ${one(language.copy)}`, `RUN ${one(language.install)}`, chance(0.6) ? "COPY . ." : "COPY src ./src");
  if (chance(0.25)) {
    lines.push("RUN <<EOF", "set -e", "mkdir -p /out/etc", 'printf "%s\\n" "$APP_ENV" > /out/etc/env', "EOF");
  }
  lines.push(`RUN ${one(language.build)}`, "");
  if (chance(0.6)) {
    lines.push(`FROM ${one([...language.images, "gcr.io/distroless/base-debian12", "alpine:3.22"])}`, "WORKDIR /srv");
    lines.push("COPY --from=build --chown=10001:10001 /out/ /out/");
  }
  if (chance(0.5)) lines.push('LABEL org.opencontainers.image.title="app" org.opencontainers.image.licenses="MIT"');
  lines.push(`EXPOSE ${one(["8080", "3000", "8080/tcp 9090/tcp"])}`);
  if (chance(0.4)) lines.push("HEALTHCHECK --interval=30s CMD curl -fsS http://localhost:8080/health || exit 1");
  if (chance(0.5)) lines.push(one(["USER 10001", "USER app", "USER root"]));
  if (chance(0.3)) lines.push('ENTRYPOINT ["/usr/bin/tini", "--"]');
  lines.push(`CMD ${one(language.start)}`);
  return `${lines.join("\n")}\n`;
}

/** `count` of them, each in a folder of its own. */
export const dockerfiles = (count, seed = 1) =>
  Array.from({ length: count }, (_, i) => [`services/s${i}/Dockerfile`, dockerfile(seed * 1_000_003 + i)]);
