/** Each line but empty ones, `by` columns further right. */
export const indented = (text: string, by: number): string => text.replace(/^(?=.)/gm, " ".repeat(by));

/** Parts of a workload, each as YAML that starts in column 0. */
interface Parts {
  /** Keys of the object's `spec` beside `selector` and `template`. */
  readonly spec?: string;
  /** Keys of the pod's `spec` beside `containers`. */
  readonly pod?: string;
  /** Keys of its one container beside `name` and `image`; or, as a list, all containers. */
  readonly container?: string;
  readonly name?: string;
}

const containers = (container: string): string =>
  container.startsWith("- ")
    ? container
    : `- name: app\n  image: registry.example.com/app:1.4.2\n${indented(container, 2)}`;

/** A Deployment `web` whose one container is `app`. */
export const deployment = ({ spec = "", pod = "", container = "", name = "web" }: Parts = {}): string =>
  `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
spec:
${indented(spec, 2)}  selector:
    matchLabels:
      app: ${name}
  template:
    metadata:
      labels:
        app: ${name}
    spec:
${indented(pod, 6)}      containers:
${indented(containers(container), 8)}`;

/** A Pod `web` whose one container is `app`. */
export const pod = ({ pod: spec = "", container = "", name = "web" }: Omit<Parts, "spec"> = {}): string =>
  `apiVersion: v1
kind: Pod
metadata:
  name: ${name}
spec:
${indented(spec, 2)}  containers:
${indented(containers(container), 4)}`;

/** A Job `migrate` whose one container is `migrate`; `pod` as in `deployment`. */
export const job = ({
  pod: spec = "restartPolicy: Never\n",
  container = "",
}: Omit<Parts, "name" | "spec"> = {}): string =>
  object(
    "batch/v1",
    "Job",
    "migrate",
    `template:\n  spec:\n${indented(spec, 4)}    containers:\n${indented(containers(container || MIGRATE), 6)}`,
  );
const MIGRATE = "- name: migrate\n  image: registry.example.com/migrate:3\n";

/** Several documents in one file. */
export const documents = (...all: readonly string[]): string => all.join("---\n");

/** An object of another kind, `spec` as YAML that starts in column 0. */
export const object = (apiVersion: string, kind: string, name: string, spec: string): string =>
  `apiVersion: ${apiVersion}
kind: ${kind}
metadata:
  name: ${name}
spec:
${indented(spec.endsWith("\n") ? spec : `${spec}\n`, 2)}`;

/** A LimitRange for containers: `default: { memory: 1Gi }`. */
export const limitRange = (item: string): string =>
  object("v1", "LimitRange", "sizes", `limits:\n  - type: Container\n    ${item}\n`);

/** A HorizontalPodAutoscaler of the Deployment of the same name. */
export const autoscaler = (spec = "", name = "web"): string =>
  object(
    "autoscaling/v2",
    "HorizontalPodAutoscaler",
    name,
    `scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: ${name} }\nmaxReplicas: 9\n${spec}`,
  );

/** A PodDisruptionBudget of the pods that `deployment` makes. */
export const disruptionBudget = (spec: string): string =>
  object("policy/v1", "PodDisruptionBudget", "web", `${spec}selector:\n  matchLabels:\n    app: web\n`);
