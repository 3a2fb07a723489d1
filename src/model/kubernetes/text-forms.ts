import type { TextForm } from "./names.ts";

/** Leading zeros are taken, with a warning. */
const OCTET = "0{0,3}(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
const V4 = `${OCTET}(?:\\.${OCTET}){3}`;
const V6 = "(?=[0-9A-Fa-f.]*:[0-9A-Fa-f.]*:)[0-9A-Fa-f:.]+";

export const IP_ADDRESS: TextForm = {
  longest: 64,
  pattern: new RegExp(`^(?:${V4}|${V6})$`),
  wants: "an IP address such as 10.0.0.1",
};

export const ADDRESS_BLOCK: TextForm = {
  longest: 64,
  pattern: new RegExp(`^(?:${V4}/(?:[0-9]|[12][0-9]|3[0-2])|${V6}/(?:[0-9]|[1-9][0-9]|1[01][0-9]|12[0-8]))$`),
  wants: "a block of IP addresses such as 10.0.0.0/8",
};

/** What a Service is another name of; a dot may end it. */
export const HOST_NAME: TextForm = {
  longest: 253,
  pattern: /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*\.?$/,
  wants: "a host name in lower case, without port or path",
};

/** A host of an Ingress: a wildcard is its whole first part. */
export const INGRESS_HOST: TextForm = {
  longest: 253,
  pattern: /^(?:\*\.)?[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/,
  wants: "a host name in lower case, without port or path, or one behind *.",
};

/** Key of a ConfigMap or Secret, which becomes a file name. */
export const DATA_KEY: TextForm = {
  longest: 253,
  pattern: /^(?!\.\.)[\w.-]+$/,
  wants: "letters, digits, dashes, underscores and dots",
};

/** A number of pods, or a share of them. */
export const PERCENT: TextForm = {
  longest: 20,
  pattern: /^[0-9]+%$/,
  wants: "a number without quotes, or a percentage such as 25%",
};

/** A path below a volume. */
export const RELATIVE_PATH: TextForm = {
  longest: Number.POSITIVE_INFINITY,
  pattern: /^(?!\/)(?!\.\.(?:\/|$))(?:(?!\/\.\.(?:\/|$)).)*$/s,
  wants: "a path below the volume, without a slash in front and no .. in it",
};

/** A path of a node. */
export const NODE_PATH: TextForm = {
  longest: Number.POSITIVE_INFINITY,
  pattern: /^(?!\.\.(?:\/|$))(?:(?!\/\.\.(?:\/|$)).)*$/s,
  wants: "a path with no .. in it",
};
