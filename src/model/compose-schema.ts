/** What a scalar may be. What can be interpolated may always be text that reads as one. */
export type ScalarShape =
  /** Text only: a number needs quotes. */
  | "text"
  | "text-or-number"
  /** Text, number, boolean or nothing. */
  | "any"
  | "boolean"
  | "integer"
  | "number"
  /** A number, or a Go duration for those that Docker counts in microseconds. */
  | "number-or-duration"
  /** `1m30s`; a number is none. */
  | "duration"
  /** `512m`, or a number. */
  | "bytes"
  /** `512m`; a number is none. */
  | "byte-text"
  /** `all`, or a number. */
  | "count"
  | "container-name"
  | "project-name"
  | "pull-policy"
  | "restart"
  /** The short forms, which have a syntax of their own. */
  | "port"
  | "mount"
  | "extra-host"
  | "nothing";

/** What a value of a Compose file may be. */
export type Shape =
  | ScalarShape
  | Choice
  | List
  | Names
  | Fields
  /** At most one for scalars, one for lists and one for mappings, besides `nothing`. */
  | { readonly is: "either"; readonly of: readonly Shape[] };

export interface Choice {
  readonly is: "choice";
  readonly of: readonly string[];
}
interface List {
  readonly is: "list";
  readonly of: Shape;
  /** No two of its scalars may be the same: where they may be, Compose takes them for one. */
  readonly isSet?: true;
}
/** Whatever names people choose; `naming` where only some characters may be in them. */
interface Names {
  readonly is: "map";
  readonly of: Shape;
  readonly naming?: "strict";
}
export interface Fields {
  readonly is: "fields";
  /** What it is, with an article. */
  readonly title: string;
  readonly fields: Readonly<Record<string, Shape>>;
  readonly required: readonly string[];
}

export const isForScalars = (shape: Shape): shape is ScalarShape | Choice =>
  typeof shape === "string" ? shape !== "nothing" : shape.is === "choice";
export const isForLists = (shape: Shape): shape is List => typeof shape === "object" && shape.is === "list";
export const isForMappings = (shape: Shape): shape is Fields | Names =>
  typeof shape === "object" && (shape.is === "fields" || shape.is === "map");

const choice = (...of: readonly string[]): Shape => ({ is: "choice", of });
const list = (of: Shape): Shape => ({ is: "list", of });
const set = (of: Shape): Shape => ({ is: "list", of, isSet: true });
const map = (of: Shape): Shape => ({ is: "map", of });
const names = (of: Shape): Shape => ({ is: "map", of, naming: "strict" });
const either = (...of: readonly Shape[]): Shape => ({ is: "either", of });
const fields = (title: string, all: Readonly<Record<string, Shape>>, ...required: readonly string[]): Fields => ({
  is: "fields",
  title,
  fields: all,
  required,
});

const TEXTS = list("text");
const TEXT_SET = set("text");
const TEXT_OR_LIST = either("text", TEXTS);
/** `environment`, `labels`, `args` ...: a mapping, or a list of `NAME=value`. */
const PAIRS = either(map("any"), TEXTS);
const COMMAND = either("text", TEXTS, "nothing");
const EXTERNAL = either("boolean", fields("An external resource", { name: "text" }));
const EXTRA_HOSTS = either(map(either("text", TEXTS)), list("extra-host"));
const DRIVER_OPTIONS = map("text-or-number");
const ULIMITS = map(either("integer", fields("A limit", { hard: "integer", soft: "integer" }, "soft", "hard")));

const GRANTS = list(
  either(
    "text",
    fields(
      "A secret or config",
      { gid: "text", mode: "text-or-number", source: "text", target: "text", uid: "text" },
      "source",
    ),
  ),
);

const BUILD = fields("A build", {
  additional_contexts: PAIRS,
  args: PAIRS,
  cache_from: TEXTS,
  cache_to: TEXTS,
  context: "text",
  dockerfile: "text",
  dockerfile_inline: "text",
  entitlements: TEXTS,
  extra_hosts: EXTRA_HOSTS,
  isolation: "text",
  labels: PAIRS,
  network: "text",
  no_cache: "boolean",
  no_cache_filter: TEXT_OR_LIST,
  platforms: TEXTS,
  privileged: "boolean",
  provenance: "any",
  pull: "boolean",
  sbom: "any",
  secrets: GRANTS,
  shm_size: "bytes",
  ssh: PAIRS,
  tags: TEXTS,
  target: "text",
  ulimits: ULIMITS,
});

const DEVICE_REQUESTS = {
  capabilities: TEXT_SET,
  count: "count",
  device_ids: TEXT_SET,
  driver: "text",
  options: PAIRS,
} as const;

const UPDATES = {
  delay: "duration",
  failure_action: "text",
  max_failure_ratio: "number",
  monitor: "duration",
  order: choice("start-first", "stop-first"),
  parallelism: "integer",
} as const;

const DEPLOY = fields("A deployment", {
  endpoint_mode: "text",
  labels: PAIRS,
  mode: "text",
  placement: fields("A placement", {
    constraints: TEXTS,
    max_replicas_per_node: "integer",
    preferences: list(fields("A preference", { spread: "text" })),
  }),
  replicas: "integer",
  resources: fields("A deployment's resources", {
    limits: fields("A limit of resources", { cpus: "number", memory: "byte-text", pids: "integer" }),
    reservations: fields("A reservation", {
      cpus: "number",
      devices: list(fields("A device", DEVICE_REQUESTS, "capabilities")),
      generic_resources: list(
        fields("A resource", {
          discrete_resource_spec: fields("A resource", { kind: "text", value: "number" }),
        }),
      ),
      memory: "byte-text",
    }),
  }),
  restart_policy: fields("A restart policy", {
    condition: "text",
    delay: "duration",
    max_attempts: "integer",
    window: "duration",
  }),
  rollback_config: fields("A rollback", UPDATES),
  update_config: fields("An update", UPDATES),
});

const HEALTHCHECK = fields("A health check", {
  disable: "boolean",
  interval: "duration",
  retries: "number",
  start_interval: "duration",
  start_period: "duration",
  test: TEXT_OR_LIST,
  timeout: "duration",
});

const HOOK = fields(
  "A hook",
  { command: COMMAND, environment: PAIRS, privileged: "boolean", user: "text", working_dir: "text" },
  "command",
);

const DEVELOP = fields("The development of a service", {
  watch: list(
    fields(
      "A watch",
      {
        action: choice("rebuild", "restart", "sync", "sync+exec", "sync+restart"),
        exec: HOOK,
        ignore: TEXT_OR_LIST,
        include: TEXT_OR_LIST,
        initial_sync: "boolean",
        path: "text",
        target: "text",
      },
      "action",
      "path",
    ),
  ),
});

const THROTTLES = list(fields("A limit of a device", { path: "text", rate: "bytes" }));

const MOUNT = fields(
  "A mount",
  {
    bind: fields("A bind mount", {
      create_host_path: "boolean",
      propagation: "text",
      recursive: choice("disabled", "enabled", "readonly", "writable"),
      selinux: choice("Z", "z"),
    }),
    consistency: "text",
    image: fields("An image mount", { subpath: "text" }),
    read_only: "boolean",
    source: "text",
    target: "text",
    tmpfs: fields("A tmpfs", { mode: "text-or-number", size: "bytes" }),
    type: choice("bind", "cluster", "image", "npipe", "tmpfs", "volume"),
    volume: fields("A volume mount", { labels: PAIRS, nocopy: "boolean", subpath: "text" }),
  },
  "type",
  "target",
);

const PORT = fields(
  "A port",
  {
    app_protocol: "text",
    host_ip: "text",
    mode: "text",
    name: "text",
    protocol: "text",
    published: "text-or-number",
    target: "integer",
  },
  "target",
);

const ATTACHMENT = fields("The connection to a network", {
  aliases: TEXTS,
  driver_opts: DRIVER_OPTIONS,
  gw_priority: "number",
  interface_name: "text",
  ipv4_address: "text",
  ipv6_address: "text",
  link_local_ips: TEXTS,
  mac_address: "text",
  priority: "number",
  use_service_name_alias: "boolean",
});

/** What whatever runs a container may have. */
const CONTAINER: Readonly<Record<string, Shape>> = {
  annotations: PAIRS,
  blkio_config: fields("The limits of block devices", {
    device_read_bps: THROTTLES,
    device_read_iops: THROTTLES,
    device_write_bps: THROTTLES,
    device_write_iops: THROTTLES,
    weight: "integer",
    weight_device: list(fields("The weight of a device", { path: "text", weight: "integer" })),
  }),
  cap_add: TEXTS,
  cap_drop: TEXTS,
  cgroup: choice("host", "private"),
  cgroup_parent: "text",
  command: COMMAND,
  configs: GRANTS,
  cpu_count: "integer",
  cpu_percent: "number",
  cpu_period: "number-or-duration",
  cpu_quota: "number-or-duration",
  cpu_rt_period: "number-or-duration",
  cpu_rt_runtime: "number-or-duration",
  cpu_shares: "number",
  cpus: "number",
  cpuset: "text",
  credential_spec: fields("A credential spec", { config: "text", file: "text", registry: "text" }),
  device_cgroup_rules: TEXT_SET,
  devices: list(either("text", fields("A device", { permissions: "text", source: "text", target: "text" }, "source"))),
  dns: TEXT_OR_LIST,
  dns_opt: TEXTS,
  dns_search: TEXT_OR_LIST,
  domainname: "text",
  entrypoint: COMMAND,
  env_file: either(
    "text",
    list(either("text", fields("An env file", { format: "text", path: "text", required: "boolean" }, "path"))),
  ),
  environment: PAIRS,
  extra_hosts: EXTRA_HOSTS,
  gpus: either(choice("all"), list(fields("A GPU", DEVICE_REQUESTS))),
  group_add: set("text-or-number"),
  hostname: "text",
  image: "text",
  init: "boolean",
  ipc: "text",
  isolation: "text",
  label_file: TEXT_OR_LIST,
  labels: PAIRS,
  logging: fields("Logging", { driver: "text", options: map(either("text-or-number", "nothing")) }),
  mac_address: "text",
  mem_limit: "bytes",
  mem_reservation: "bytes",
  mem_swappiness: "bytes",
  memswap_limit: "bytes",
  models: either(TEXTS, map(either(fields("A model", { endpoint_var: "text", model_var: "text" }), "nothing"))),
  network_mode: "text",
  networks: either(TEXT_SET, map(either(ATTACHMENT, "nothing"))),
  oom_kill_disable: "boolean",
  oom_score_adj: "integer",
  pid: either("text", "nothing"),
  pids_limit: "integer",
  platform: "text",
  privileged: "boolean",
  pull_policy: "pull-policy",
  pull_refresh_after: "text",
  read_only: "boolean",
  runtime: "text",
  secrets: GRANTS,
  security_opt: TEXT_SET,
  shm_size: "bytes",
  stop_grace_period: "duration",
  stop_signal: "text",
  storage_opt: map("any"),
  sysctls: PAIRS,
  tmpfs: TEXT_OR_LIST,
  ulimits: ULIMITS,
  umask: either("integer", "nothing"),
  use_api_socket: "boolean",
  user: "text",
  userns_mode: "text",
  uts: "text",
  volumes: list(either("mount", MOUNT)),
  volumes_from: TEXT_SET,
  working_dir: "text",
};

/** What services and jobs have besides. */
const WORKLOAD: Readonly<Record<string, Shape>> = {
  build: either("text", BUILD),
  depends_on: either(
    TEXT_SET,
    map(
      fields(
        "A dependency",
        {
          condition: choice("service_completed_successfully", "service_healthy", "service_started"),
          required: "boolean",
          restart: "boolean",
        },
        "condition",
      ),
    ),
  ),
  expose: list("text-or-number"),
  healthcheck: HEALTHCHECK,
  ports: list(either("port", PORT)),
  profiles: TEXTS,
  stdin_open: "boolean",
  tty: "boolean",
};

const SERVICE = fields("A service", {
  ...CONTAINER,
  ...WORKLOAD,
  attach: "boolean",
  container_name: "container-name",
  deploy: either(DEPLOY, "nothing"),
  develop: either(DEVELOP, "nothing"),
  extends: either("text", fields("What a service extends", { file: "text", service: "text" }, "service")),
  external_links: TEXT_SET,
  links: TEXTS,
  post_start: list(HOOK),
  pre_start: list(fields("A hook", { ...CONTAINER, per_replica: "boolean" })),
  pre_stop: list(HOOK),
  provider: fields("A provider", { options: map(either("any", list("any"))), type: "text" }, "type"),
  restart: "restart",
  scale: "integer",
});

const JOB = fields(
  "A job",
  {
    ...CONTAINER,
    ...WORKLOAD,
    triggers: fields("The triggers of a job", {
      manual: "boolean",
      schedule: list(
        either(
          "text",
          fields(
            "A schedule",
            {
              concurrency: choice("forbid", "queue"),
              cron: "text",
              missed_fires: choice("one", "skip"),
              timezone: "text",
            },
            "cron",
          ),
        ),
      ),
    }),
  },
  "triggers",
);

const NETWORK = fields("A network", {
  attachable: "boolean",
  driver: "text",
  driver_opts: DRIVER_OPTIONS,
  enable_ipv4: "boolean",
  enable_ipv6: "boolean",
  external: EXTERNAL,
  internal: "boolean",
  ipam: fields("The addresses of a network", {
    config: list(fields("A subnet", { aux_addresses: map("text"), gateway: "text", ip_range: "text", subnet: "text" })),
    driver: "text",
    options: map("text"),
  }),
  labels: PAIRS,
  name: "text",
});

const VOLUME = fields("A volume", {
  driver: "text",
  driver_opts: DRIVER_OPTIONS,
  external: EXTERNAL,
  labels: PAIRS,
  name: "text",
});

const GIVEN = {
  environment: "text",
  external: EXTERNAL,
  file: "text",
  labels: PAIRS,
  name: "text",
  template_driver: "text",
} as const;

/**
 * The whole of a Compose file. Facts from `schema/compose-spec.json` of the Compose Specification, as of 2026-10-21
 * (https://github.com/compose-spec/compose-spec); compared with that of compose-go v2.16.2 on 2026-11-21, which leaves out
 * only what Docker itself asks: the target of a mount and of a port. Extensions, `x-…`, may stand in every mapping; what the
 * version is, no program asks any more.
 */
export const COMPOSE_FILE = fields("A Compose file", {
  configs: names(fields("A config", { ...GIVEN, content: "text" })),
  include: list(
    either("text", fields("An include", { env_file: TEXT_OR_LIST, path: TEXT_OR_LIST, project_directory: "text" })),
  ),
  jobs: names(JOB),
  models: names(
    fields("A model", { context_size: "integer", model: "text", name: "text", runtime_flags: TEXTS }, "model"),
  ),
  name: "project-name",
  networks: names(either(NETWORK, "nothing")),
  secrets: names(fields("A secret", { ...GIVEN, driver: "text", driver_opts: DRIVER_OPTIONS })),
  services: names(SERVICE),
  version: "any",
  volumes: names(either(VOLUME, "nothing")),
});
