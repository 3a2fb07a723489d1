import { chooser } from "./corpus.mjs";

const NAMES = ["api", "web", "worker", "orders", "catalog", "billing", "search", "mail", "gateway", "reports"];
const indent = (text, by) => text.replace(/^(?=.)/gm, " ".repeat(by));

function container({ chance, one, below }, name) {
  const lines = [`- name: ${name}`, `  image: registry.shop.example/${name}:${1 + below(9)}.${below(30)}.${below(9)}`];
  if (chance(0.3)) lines.push(`  args: ["--port", "${8000 + below(100)}", "--log-level=info"]`);
  lines.push("  ports:", `    - containerPort: ${8000 + below(100)}`, "      name: http");
  if (chance(0.6)) {
    lines.push("  env:", "    - name: LOG_LEVEL", `      value: ${one(["info", '"debug"', "warn"])}`);
    lines.push("    - name: DATABASE_URL", "      valueFrom:", `        secretKeyRef: {name: ${name}-db, key: url}`);
  }
  if (chance(0.6)) {
    lines.push("  resources:", "    requests:", "      cpu: 100m", "      memory: 128Mi");
    lines.push("    limits:", "      memory: 256Mi # the working set is half of it");
  }
  if (chance(0.5)) lines.push("  readinessProbe:", "    httpGet: {path: /ready, port: http}", "    periodSeconds: 5");
  if (chance(0.4)) lines.push("  livenessProbe:", "    httpGet:", "      path: /live", "      port: http");
  if (chance(0.4)) lines.push("  securityContext:", "    runAsNonRoot: true", "    allowPrivilegeEscalation: false");
  return lines.join("\n");
}

/** One to four objects of an application: Deployment, and at times Service, ConfigMap and PodDisruptionBudget. */
export function application(seed) {
  const choose = chooser(seed);
  const name = `${choose.one(NAMES)}-${seed % 9973}`;
  const meta = (kind) => `kind: ${kind}\nmetadata:\n  name: ${name}\n  labels: {app: ${name}}\n`;
  const documents = [
    `# ${name}: see the runbook\napiVersion: apps/v1\n${meta("Deployment")}spec:\n  replicas: ${1 + choose.below(4)}\n` +
      `  selector:\n    matchLabels: {app: ${name}}\n  template:\n    metadata:\n      labels: {app: ${name}}\n    spec:\n` +
      `      containers:\n${indent(container(choose, name), 8)}\n`,
  ];
  if (choose.chance(0.7)) {
    documents.push(
      `apiVersion: v1\n${meta("Service")}spec:\n  selector: {app: ${name}}\n  ports:\n    - port: 80\n      targetPort: http\n`,
    );
  }
  if (choose.chance(0.4)) {
    const lines = Array.from({ length: 4 + choose.below(20) }, (_, i) => `setting.${i} = value ${choose.below(1000)}`);
    documents.push(`apiVersion: v1\n${meta("ConfigMap")}data:\n  app.conf: |\n${indent(lines.join("\n"), 4)}\n`);
  }
  if (choose.chance(0.2)) {
    documents.push(
      `apiVersion: policy/v1\n${meta("PodDisruptionBudget")}spec:\n  maxUnavailable: 1\n  selector:\n    matchLabels: {app: ${name}}\n`,
    );
  }
  return documents.join("---\n");
}

function schema(choose, depth, lines, by) {
  const pad = " ".repeat(by);
  const width = 3 + choose.below(6);
  for (let i = 0; i < width; i += 1) {
    lines.push(`${pad}field${choose.below(1000)}x${i}:`);
    lines.push(`${pad}  description: |-`, `${pad}    Field ${i} says how the controller treats what it owns, and when`);
    lines.push(`${pad}    it is left out the controller decides: see the guide, "Defaults", for what that means.`);
    if (depth > 0 && choose.chance(0.55)) {
      lines.push(`${pad}  type: object`, `${pad}  properties:`);
      schema(choose, depth - 1, lines, by + 4);
    } else lines.push(`${pad}  type: ${choose.one(["string", "integer", "boolean"])}`);
  }
}

/** A CustomResourceDefinition of 20 to 200 kB, as generators write them. */
export function definition(seed) {
  const choose = chooser(seed);
  const kind = `Thing${seed % 9973}`;
  const lines = [
    "apiVersion: apiextensions.k8s.io/v1",
    "kind: CustomResourceDefinition",
    "metadata:",
    `  name: ${kind.toLowerCase()}s.shop.example`,
    "spec:",
    "  group: shop.example",
    "  names:",
    `    kind: ${kind}`,
    `    plural: ${kind.toLowerCase()}s`,
    "  scope: Namespaced",
    "  versions:",
    "    - name: v1",
    "      served: true",
    "      storage: true",
    "      schema:",
    "        openAPIV3Schema:",
    "          type: object",
    "          properties:",
  ];
  schema(choose, 4, lines, 12);
  return `${lines.join("\n")}\n`;
}

/** `count` application files, four in five of them in a folder of their own. */
export const applications = (count, seed = 1) =>
  Array.from({ length: count }, (_, i) => [
    `apps/a${i % 5 === 0 ? "ll" : i}/m${i}.yaml`,
    application(seed * 1_000_003 + i),
  ]);

/** CRD files until their texts make up `bytes`. */
export function definitions(bytes, seed = 1) {
  const files = [];
  for (let i = 0, sum = 0; sum < bytes; i += 1) {
    const text = definition(seed * 1_000_003 + i);
    sum += text.length;
    files.push([`crds/c${i}.yaml`, text]);
  }
  return files;
}
