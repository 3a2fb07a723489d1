import { expect, test } from "vitest";
import { installsManifest } from "../../src/model/dependency-manifest.ts";
import { packageStepsOf } from "../../src/model/docker-run.ts";
import type { PackageCommand } from "../../src/model/package-manager.ts";
import { PACKAGE_MANAGERS } from "../../src/model/package-manager-table.ts";
import { packageName } from "../../src/model/package-name.ts";
import { last } from "../parsers/dockerfile/read.ts";

const PREFIX = "FROM a\nRUN ";

const read = (text: string): readonly PackageCommand[] => [...packageStepsOf(last(`${PREFIX}${text}\n`, "RUN"))];

function only(text: string): PackageCommand {
  const [command, ...more] = read(text);
  if (!command || more.length > 0) throw new Error(text);
  return command;
}

test.each([
  ["apt-get install -y curl", "apt", "install"],
  ["/usr/bin/apt-get -qq update", "apt", "refresh"],
  ["apt full-upgrade", "apt", "dist-upgrade"],
  ["aptitude safe-upgrade", "apt", "upgrade"],
  ["apt-get build-dep curl", "apt", "source"],
  ["apt-cache policy", undefined, undefined],
  ["apk --no-cache add curl", "apk", "install"],
  ["apk -X https://example.com/edge add curl", "apk", "install"],
  ["apk cache clean", "apk", "clean"],
  ["yum update", "dnf", "upgrade"],
  ["dnf --setopt install_weak_deps=False -y module install nodejs:22", "dnf", "install"],
  ["dnf module list", "dnf", "other"],
  ["microdnf clean all", "dnf", "clean"],
  ["zypper -n --root /mnt in curl", "zypper", "install"],
  ["zypper -C /cache refresh", "zypper", "refresh"],
  ["zypper dup", "zypper", "dist-upgrade"],
  ["pacman -Syu", "pacman", "upgrade"],
  ["pacman -Sy", "pacman", "refresh"],
  ["pacman --sync --refresh git", "pacman", "install"],
  ["pacman -Scc", "pacman", "clean"],
  ["pacman -Rns git", "pacman", "remove"],
  ["pacman -Ss git", "pacman", "other"],
  ["pacman -Qi git", "pacman", "other"],
  ["pip3.12 install flask", "pip", "install"],
  ["python3 -m pip cache purge", "pip", "clean"],
  ["python -u -m pip install flask", "pip", "install"],
  ["python -m http.server", undefined, undefined],
  ["python manage.py -m pip install", undefined, undefined],
  ["npm --prefix api ci", "npm", "install-locked"],
  ["npm run install", "npm", "other"],
  ["yarn", "yarn", "install"],
  ["yarn --cwd web", "yarn", "install"],
  ["yarn build", "yarn", "other"],
  ["yarn global add serve", "yarn", "install"],
  ["yarn $TASK", "yarn", "other"],
  ["bundle", "bundler", "install"],
  ["uv pip sync requirements.txt", "uv", "install-locked"],
  ["go mod download", "go", "install-locked"],
  ["go constructor", "go", "other"],
  ["constructor install", undefined, undefined],
  ["sudo -E env A=b apt-get install curl", "apt", "install"],
])("%s", (text, manager, action) => {
  const [command] = read(text);
  expect([command?.manager, command?.action]).toEqual([manager, action]);
});

test("options keep their values, and what is left are operands", () => {
  const { flags, operands, subcommand, range } = only(
    "apt-get -q install -yt trixie-backports --option=A=b curl -o C=d git",
  );
  expect(flags.map(({ name, value }) => [name, value?.known && value.value])).toEqual([
    ["q", undefined],
    ["y", undefined],
    ["t", "trixie-backports"],
    ["option", "A=b"],
    ["o", "C=d"],
  ]);
  expect(operands.map(({ raw }) => raw)).toEqual(["curl", "git"]);
  expect(subcommand).toBe("install");
  expect(range).toEqual({ start: PREFIX.length, end: PREFIX.length + "apt-get -q install".length });
});

test("Go's options have one dash and many letters", () => {
  const { flags, operands } = only('go install -v -ldflags "-s -w" -o /out example.com/tool@v1.0.0');
  expect(flags.map(({ name }) => name)).toEqual(["v", "ldflags", "o"]);
  expect(operands.map(({ raw }) => raw)).toEqual(["example.com/tool@v1.0.0"]);
});

test.each([
  ["apt-get install $PACKAGES", true],
  ['apt-get install "$@"', true],
  ["apt-get install -$FLAGS curl", true],
  ["apt-get install $(cat packages)", true],
  ["apt-get $ACTION", true],
  ["apt-get install curl=$VERSION", false],
  ["apt-get install -o A=$X curl", false],
  ["pip install -r $FILE", false],
  ["pip install $FOLDER/requests", false],
  ["apt-get install libc6=2.* curl", false],
])("may %s hold flags? %s", (text, isOpen) => {
  expect(only(text).isOpen).toBe(isOpen);
});

test("tools belong to one manager", () => {
  const tools = PACKAGE_MANAGERS.flatMap((row) => row.tools);
  expect(new Set(tools).size).toBe(tools.length);
});

test.each([
  ["npm install", true],
  ["npm ci", true],
  ["npm install -g", false],
  ["npm install express", false],
  ["yarn --frozen-lockfile", true],
  ["yarn global add serve", false],
  ["pip install -r requirements.txt", true],
  ["pip install -r requirements.txt flask", false],
  ["pip install -r https://example.com/requirements.txt", false],
  ["pip install -r /opt/requirements.txt", false],
  ["pip install .", false],
  ["go mod download", true],
  ["go install ./...", false],
  ["cargo fetch", true],
  ["cargo install just", false],
  ["poetry install", true],
  ["apt-get install curl", false],
])("does %s install a manifest? %s", (text, does) => {
  expect(installsManifest(only(text))).toBe(does);
});

test.each([
  ["apt-get install curl", "curl", false],
  ["apt-get install curl=8.*", "curl=8.*", true],
  ["apt-get install libc6:i386=2.36", "libc6:i386=2.36", true],
  ["apt-get install curl=$V", "curl=", true],
  ["apt-get install g++", "g++", false],
  ["apt-get install vim-", undefined, undefined],
  ["apt-get install ./a.deb", undefined, undefined],
  ["apt-get install python$V-dev", undefined, undefined],
  ["apk add 'git>2'", "git>2", true],
  ["apk add !git", undefined, undefined],
  ["dnf install java-21-openjdk-devel", "java-21-openjdk-devel", false],
  ["dnf install bash-5.2.37-1.fc42.x86_64", "bash-5.2.37-1.fc42.x86_64", true],
  ["dnf install httpd-0:2.4.63", "httpd-0:2.4.63", true],
  ["dnf install @development-tools", undefined, undefined],
  ["dnf install /usr/bin/ps", undefined, undefined],
  ["zypper install 'curl>=8'", "curl>=8", true],
  ["zypper install pattern:devel", undefined, undefined],
  ["pip install 'requests[socks] == 2.32'", "requests[socks] == 2.32", true],
  ["pip install requests[socks]", "requests[socks]", false],
  ["pip install 'requests; python_version < \"4\"'", 'requests; python_version < "4"', false],
  ["pip install 'tool @ https://example.com/tool.zip'", undefined, undefined],
  ["pip install git+ssh://git@example.com/a/b", "git+ssh://git@example.com/a/b", false],
  ["pip install git+https://example.com/a/b.git@feature/x", "git+https://example.com/a/b.git@feature/x", true],
  ["pip install git+https://example.com/a/b.git#egg=b", "git+https://example.com/a/b.git#egg=b", false],
  ["npm install -g @vue/cli", "@vue/cli", false],
  ["npm install -g @vue/cli@5", "@vue/cli@5", true],
  ["npm install -g npm@latest", "npm@latest", false],
  ["npm install -g npm@$V", "npm@", true],
  ["npm install https://example.com/a.tgz", undefined, undefined],
  ["npm install git+https://example.com/a.git#v1", "git+https://example.com/a.git#v1", true],
  ["gem install rails:8.0", "rails:8.0", true],
  ["go install example.com/tool", "example.com/tool", false],
  ["go install example.com/tool@v1", "example.com/tool@v1", true],
  ["go install ./cmd/...", undefined, undefined],
  ["go install cmd/vet", undefined, undefined],
  ["cargo install cargo-chef@0.1.62", "cargo-chef@0.1.62", true],
])("the package in %s", (text, name, isVersioned) => {
  const { manager, operands } = only(text);
  const [named] = operands.map((word) => packageName(manager, word));
  expect([named?.text, named?.isVersioned]).toEqual([name, isVersioned]);
});
