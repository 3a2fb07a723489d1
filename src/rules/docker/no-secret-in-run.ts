import { runsOf } from "../../model/docker-run.ts";
import { commandsOf, type RunInstruction } from "../../model/dockerfile.ts";
import { isCredentialName } from "../../model/secret/credential-name.ts";
import { type Secret, secretsIn } from "../../model/secret.ts";
import type { ShellCommand, ShellWord } from "../../model/shell.ts";
import { programOf, unwrap } from "../../model/shell-command.ts";
import { code } from "../../rule/code.ts";
import { defineRule } from "../../rule/define-rule.ts";
import type { Report } from "../../rule/report.ts";
import type { Range } from "../../text/source-file.ts";
import { fedPasswords, givenPasswords, isStrong, storedCredential, variablesSet } from "./_credentials-given.ts";
import { credentialWords } from "./_credentials-in-words.ts";
import { mountsOf } from "./_mounts.ts";
import { partOf } from "./_part-of.ts";
import { type PipeEnds, pipeEndsOf } from "./_pipelines.ts";
import { subjectOf } from "./_subject.ts";

export default defineRule({
  id: "docker/no-secret-in-run",
  title: "Do not write credentials in RUN",
  severity: "error",
  preset: "recommended",
  category: "security",
  findsSecrets: true,
  artefact: "dockerfile",
  why: "Every command of a RUN can be read with `docker history`, and what it writes stays in its layer, even when a later one deletes it.",
  remedy:
    "Mount what the command needs: `RUN --mount=type=secret,id=netrc,target=/root/.netrc curl --netrc …`, or `--mount=type=ssh`. Give users of the image no password; create them with `adduser --disabled-password`.",
  peers: { checkov: ["CKV2_DOCKER_17"], trivy: ["DS-0031"] },
  compliance: ["CIS Docker v1.2.0 4.10"],
  examples: {
    bad: [
      {
        title: "A password for a user",
        files: code`
          FROM debian:13
          RUN useradd shop && echo ⟦"shop:hunter2"⟧ | chpasswd
          RUN echo ⟦n0t-telling⟧ | passwd --stdin shop
          RUN chpasswd <<< ⟦'root:hunter2'⟧
        `,
      },
      {
        title: "On a command line",
        files: code`
          FROM debian:13
          RUN curl -fsS -u ⟦ci:hunter2⟧ https://files.acme.com/a.tar.gz -o a.tar.gz
          RUN mysql -uroot ⟦-phunter2⟧ shop < /schema.sql
          RUN skopeo login -u ci -p ⟦hunter2⟧ registry.acme.com
          RUN ["mysqldump", "⟦--password=hunter2⟧", "shop"]
        `,
      },
      {
        title: "In a header, and by its place",
        files: code`
          FROM debian:13
          RUN curl -H ⟦"Authorization: Bearer k7f2p9x4qqm3"⟧ https://api.acme.com/a && wget ⟦--header='X-Api-Key: k7f2p9x4qqm3'⟧ https://api.acme.com/b
          RUN htpasswd -bc /etc/nginx/users ci ⟦hunter2⟧ && composer config http-basic.repo.acme.com ci ⟦hunter2⟧
          RUN twine upload -u ci -p ⟦hunter2⟧ dist/* && nuget sources add -Name a -Source https://a -UserName ci -Password ⟦hunter2⟧
        `,
      },
      {
        title: "In an address",
        files: "FROM debian:13\nRUN git clone https://ci:⟦n0t-telling⟧@git.acme.com/shop.git\n",
      },
      {
        title: "In the settings of a tool",
        files: code`
          FROM node:22-alpine
          RUN aws configure set aws_secret_access_key ⟦n0t-telling-4⟧
          RUN npm config set //registry.acme.com/:_authToken ⟦n0t-telling-4⟧
          RUN echo "//registry.acme.com/:_authToken=⟦n0t-telling-4⟧" > .npmrc
          RUN ⟦gcloud auth activate-service-account --key-file=/key.json⟧
        `,
      },
      {
        title: "In a heredoc",
        files: code`
          FROM debian:13
          RUN cat <<EOF > /root/.netrc && true
          # https://ci:⟦n0t-telling⟧@git.acme.com
          EOF
          RUN chpasswd <<EOF
          ⟦root:hunter2⟧
          EOF
        `,
      },
      {
        title: "In settings that it writes",
        files: code`
          FROM debian:13
          RUN echo "DB_PASSWORD=⟦k7f2p9x4qq⟧" >> /app/.env
          RUN cat <<EOF > /app/app.ini
          [db]
          api_token = ⟦k7f2p9x4qq⟧
          EOF
        `,
      },
      {
        title: "In a statement, a request, or a property",
        files: code`
          FROM debian:13
          RUN mysql -e "CREATE USER 'shop'@'%' IDENTIFIED BY '⟦k7f2p9x4qq⟧'"
          RUN psql -c "ALTER USER shop WITH PASSWORD '⟦k7f2p9x4qq⟧'"
          RUN curl -d "grant_type=password&username=ci&password=⟦k7f2p9x4qq⟧" https://id.acme.com/token
          RUN mvn deploy -Dserver.password=⟦k7f2p9x4qq⟧ && mount -t cifs -o username=ci,password=⟦k7f2p9x4qq⟧ //a/b /mnt
          RUN openssl pkcs12 -export -passout pass:⟦k7f2p9x4qq⟧ -out a.p12
        `,
      },
      {
        title: "In the place where a command expects it",
        files: code`
          FROM debian:13
          RUN mysqladmin -u root password ⟦k7f2p9x4qq⟧ && rabbitmqctl add_user shop ⟦k7f2p9x4qq⟧
          RUN neo4j-admin dbms set-initial-password ⟦k7f2p9x4qq⟧ && ngrok config add-authtoken ⟦k7f2p9x4qq⟧
          RUN wp core install ⟦--admin_password=k7f2p9x4qq⟧ && npm config set ⟦//r.acme.com/:_authToken=k7f2p9x4qq⟧
          RUN keytool -genkey -alias a -storepass ⟦k7f2p9x4qq⟧ -keypass ⟦k7f2p9x4qq⟧ && unzip -P ⟦k7f2p9x4qq⟧ a.zip
        `,
      },
      {
        title: "In a variable of the command",
        files: "FROM ruby:3.4\nRUN export API_TOKEN=⟦k7f2p9x4qq⟧ && ./sync && LICENCE_SECRET=⟦k7f2p9x4qq⟧ ./activate\n",
      },
    ],
    good: [
      code`
        FROM debian:13
        RUN --mount=type=secret,id=pw echo "shop:$(cat /run/secrets/pw)" | chpasswd
        RUN --mount=type=secret,id=pw,env=MYSQL_PWD mysql -u root shop < /schema.sql
        RUN --mount=type=secret,id=key,target=/key.json gcloud auth activate-service-account --key-file=/key.json
      `,
      {
        title: "From a variable, empty, or to be filled in",
        files: code`
          FROM node:22-alpine
          ARG REGISTRY=registry.acme.com
          RUN curl -u "$USER:$TOKEN" https://$USER:$TOKEN@files.acme.com/a && curl -u ci: https://files.acme.com/b
          RUN npm config set //$REGISTRY/:_authToken "$NPM_TOKEN" && echo "//$REGISTRY/:_authToken=\${NPM_TOKEN}" > .npmrc
          RUN mysql --password= -e 'select 1' && echo "root:changeme" | chpasswd
        `,
      },
      {
        title: "Headers and settings that hold none",
        files: code`
          FROM debian:13
          RUN curl -H 'Authorization: Bearer \${TOKEN1}' -H "X-Api-Key: $KEY" -H "X-GitHub-Api-Version: 2022-11-28" https://api.acme.com
          RUN composer config http-basic.repo.acme.com ci "$PASSWORD" && composer config repo.packagist false
          RUN htpasswd -b /etc/nginx/users ci "$PASSWORD"
        `,
      },
      {
        title: "Settings that it writes, and what is no setting",
        files: code`
          FROM debian:13
          RUN echo "DB_PASSWORD=$PW" >> /app/.env && echo "API_TOKEN=changeme" && printf 'secret_key: %s\n' "$KEY" > /k
          RUN echo "auth=scram-sha-256" > /a && echo "Password: hunter" && grep -q 'token = k7f2p9x4qq' /app/app.ini
          RUN rabbitmqctl add_user shop "$PW" && mysqladmin password && keytool -import -storepass changeit -file a.crt
          RUN app --set auth.existingSecret=shop-db2026 --token-file=/run/t1 -Dkey.password=\${env.PW} && ngrok authtoken $T
        `,
      },
      {
        title: "-p of other commands",
        files:
          "FROM debian:13\nRUN mkdir -p /srv/app && tar -xpf a.tar && cp -p a b && mysql -u root -p shop && nc -p 8080 host\n",
      },
      {
        title: "No password, or none that opens anything",
        files: code`
          FROM debian:13
          RUN echo "shop:x:1000:1000::/home/shop:/bin/sh" >> /etc/passwd && echo "shop:x:1000:" >> /etc/group
          RUN passwd -l root && usermod -L shop && adduser --disabled-password --gecos "" web && echo 'root:*' | chpasswd -e
        `,
      },
      {
        title: "A secret that only a build step asks for the name of",
        files:
          "FROM ruby:3.4\nRUN SECRET_KEY_BASE=1 bin/rails assets:precompile && SECRET_KEY=build-only python manage.py collectstatic\n",
      },
      {
        title: "psql asks for it",
        files: "FROM postgres:17\nRUN createuser --password shop9admin && psql --password shop9db\n",
      },
    ],
  },

  *check({ stages }) {
    for (const { stage, run } of runsOf(stages)) {
      const reports = reportsOf(run);
      if (reports.length === 0) continue;
      const seen = new Set<number>();
      for (const report of reports) {
        if (seen.has(report.at.range.start)) continue; // a word is read again in what it substitutes
        seen.add(report.at.range.start);
        yield { ...report, subject: subjectOf(stage) };
      }
    }
  },
});

function reportsOf(run: RunInstruction): readonly Report[] {
  const found: Report[] = [];
  let pipes: ReadonlyMap<ShellCommand, PipeEnds> | undefined;
  for (const written of commandsOf(run)) {
    const command = unwrap(written);
    const before = found.length;
    addOfCommand(found, command, () => {
      pipes ??= pipeEndsOf(run);
      return pipes.get(written);
    });
    addOfText(found, written, edgesOf(found.slice(before)));
    if (activatesAccount(command) && mountsOf(run, ["secret", "ssh"]).length === 0) {
      const message = "`gcloud auth activate-service-account` leaves its credentials in the image.";
      found.push({ at: command, message, peers: [] });
    }
  }
  if (run.command?.form !== "shell" || run.command.script) return found;
  for (const { text, body } of run.heredocs) addIn(found, text, body, "any"); // a script in another language
  return found;
}

function addOfCommand(found: Report[], command: ShellCommand, pipe: () => PipeEnds | undefined): void {
  const program = programOf(command) ?? "";
  for (const at of fedPasswords(command, pipe)) {
    const message = `\`${program}\` is fed a password that stays in the history of the image.`;
    found.push({ at, message, peers: ["CKV2_DOCKER_17"], isSecret: true });
  }
  for (const at of givenPasswords(command)) {
    found.push({
      at,
      message: `\`${program}\` is given a credential on its command line.`,
      peers: ["DS-0031"],
      isSecret: true,
    });
  }
  for (const at of credentialWords(command)) {
    found.push({
      at,
      message: `\`${program}\` is given a credential on its command line.`,
      peers: ["DS-0031"],
      isSecret: true,
    });
  }
  const stored = storedCredential(command);
  if (stored)
    found.push({
      at: stored,
      message: `\`${program}\` stores a credential in the image.`,
      peers: ["DS-0031"],
      isSecret: true,
    });
  for (const { name, at } of variablesSet(command)) {
    const message = `\`${name}\` is given a credential that stays in the history of the image.`;
    found.push({ at, message, peers: ["DS-0031"], isSecret: true });
  }
}

/** What the words and heredocs of a command show to be a secret. */
function addOfText(found: Report[], command: ShellCommand, told: ReadonlySet<number>): void {
  const { name, args, assignments, redirects, script } = command;
  if (!script) {
    const isSearched = SEARCHING.has(programOf(command) ?? "");
    addInWord(found, name);
    for (const { value, elements } of assignments) {
      addInWord(found, value);
      for (const element of elements) addInWord(found, element);
    }
    for (const word of args) {
      const isTold = told.has(word.range.start) || told.has(word.range.end);
      addInWord(found, word, isTold ? "none" : isSearched ? "npm" : "any");
    }
    for (const { target } of redirects) addInWord(found, target);
  }
  for (const { heredoc } of redirects) if (heredoc) addIn(found, heredoc.text, heredoc.range, "any");
}

/** What they look for is in some file, maybe; here it does not stand as a setting. */
const SEARCHING: ReadonlySet<string> = new Set(["[", "awk", "egrep", "expect", "fgrep", "grep", "jq", "test", "yq"]);

/** Where what is told begins and ends: a word that does so too need not be told again. */
const edgesOf = (reports: readonly Report[]): ReadonlySet<number> =>
  new Set(reports.flatMap(({ at }) => [at.range.start, at.range.end]));

function addInWord(found: Report[], word: ShellWord | undefined, settings: Settings = "npm"): void {
  if (word) addIn(found, word.raw, word.range, settings);
}

/** `//u:pass@h` is hardly shorter. */
const SHORTEST_SECRET = 10;

/** Which settings in a text count: those for a program, in a request, or in the file that it goes into; or npm's alone. */
type Settings = "any" | "none" | "npm";

function addIn(found: Report[], text: string, range: Range, settings: Settings): void {
  if (text.length < SHORTEST_SECRET) return;
  for (const secret of secretsIn(text)) {
    const isSetting = secret.kind === "credential";
    if (isSetting && settings === "none") continue;
    if (!isTold(secret) && !(settings === "any" && isStrongSetting(secret, text))) continue;
    const at = partOf({ text, range }, secret.range);
    const isSecret = isSetting ? true : undefined;
    found.push({ at, message: `This RUN holds ${secret.name}.`, peers: ["DS-0031"], isSecret });
  }
}

/** Known by its form; or, in an `.npmrc`, by the name npm gives it. */
const isTold = ({ kind, name, doubt }: Secret): boolean =>
  (doubt === undefined || doubt === "encrypted") &&
  (kind !== "credential" || /_(?:auth|authToken|password)$/.test(name));

/** `DB_PASSWORD=…`, `identified by '…'`, where the value is none that anybody would choose for a while. */
const isStrongSetting = ({ kind, setting = "password", doubt, range }: Secret, text: string): boolean =>
  kind === "credential" &&
  doubt === undefined &&
  isCredentialName(setting) &&
  isStrong(setting, text.slice(range.start, range.end));

const activatesAccount = (command: ShellCommand): boolean =>
  programOf(command) === "gcloud" &&
  command.args.some(({ pattern }) => pattern === "activate-service-account") &&
  !command.args.some(({ pattern, prefix }) => pattern === undefined && /^(?:--key-file=|$)/.test(prefix));
