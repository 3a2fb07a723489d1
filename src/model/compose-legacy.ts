/** Options of services that earlier versions of Compose had: what to write instead, and whether today's still take them. */
export interface LegacyOption {
  readonly instead: string;
  readonly isRead: boolean;
}

/** After https://docs.docker.com/reference/compose-file/services/ and the change logs of docker-compose 1.x, as of 2026-10. */
export const LEGACY_OPTIONS: Readonly<Record<string, LegacyOption>> = {
  dockerfile: { instead: "build.dockerfile", isRead: false },
  external_links: { instead: "an external network that both projects join", isRead: true },
  links: { instead: "the names of services, which all of a network know", isRead: true },
  log_driver: { instead: "logging.driver", isRead: false },
  log_opt: { instead: "logging.options", isRead: false },
  net: { instead: "network_mode", isRead: false },
  volume_driver: { instead: "the driver of a volume under volumes", isRead: false },
  volumes_from: { instead: "a named volume that both services mount", isRead: true },
};
