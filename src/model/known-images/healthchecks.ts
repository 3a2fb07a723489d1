/**
 * Images that define a HEALTHCHECK of their own, which an image built from them inherits, as patterns of familiar names.
 * Source: the projects' published Dockerfiles, as of 2026-08.
 */
export const IMAGES_WITH_HEALTHCHECK: readonly string[] = [
  "containrrr/watchtower",
  "gitlab/gitlab-ce",
  "gitlab/gitlab-ee",
  "itzg/minecraft-bedrock-server",
  "itzg/minecraft-server",
  "jellyfin/jellyfin",
  "louislam/uptime-kuma",
  "mattermost/mattermost-enterprise-edition",
  "mattermost/mattermost-team-edition",
  "mysql/mysql-server",
  "netdata/netdata",
  "pihole/pihole",
  "plexinc/pms-docker",
  "syncthing/syncthing",
  "vaultwarden/server",
];
