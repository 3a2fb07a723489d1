import type { PackageAction } from "../../model/package-manager-table.ts";

/** How a manager is told not to ask. */
export interface Consent {
  /** What asks. */
  readonly actions: readonly PackageAction[];
  /** Flags that answer, or with which nothing is installed. */
  readonly flags: readonly string[];
  /** Settings that answer, as value of a flag or in a file. */
  readonly setting?: RegExp;
  readonly added: string;
}

/** As of 2026-08, from the manuals of the managers. */
export const CONSENT: Readonly<Record<string, Consent>> = {
  apt: {
    actions: ["dist-upgrade", "install", "remove", "upgrade"],
    flags: [
      ...["y", "yes", "assume-yes", "assume-no", "d", "download-only", "print-uris"],
      ...["s", "simulate", "just-print", "dry-run", "recon", "no-act"],
    ],
    setting: /APT::Get::Assume-Yes/i,
    added: "-y",
  },
  dnf: {
    actions: ["dist-upgrade", "install", "remove", "upgrade"],
    flags: ["y", "assumeyes", "assumeno", "downloadonly"],
    setting: /assumeyes/i,
    added: "-y",
  },
  pacman: { actions: ["clean", "install", "remove", "upgrade"], flags: ["noconfirm"], added: "--noconfirm" },
  zypper: {
    actions: ["dist-upgrade", "install", "patch", "remove", "source", "upgrade"],
    flags: ["n", "non-interactive", "non-interactive-include-reboot-patches", "y", "no-confirm", "D", "dry-run"].concat(
      ["d", "download-only"],
    ),
    added: "-y",
  },
};

/** The codes that others have for it, by tool. */
export const CONSENT_PEERS: Readonly<Record<string, readonly string[]>> = {
  "apt-get": ["DL3014", "DS-0021"],
  aptitude: ["DL3014"],
  dnf: ["DL3038"],
  microdnf: ["DL3038"],
  yum: ["DL3030"],
  zypper: ["DL3034"],
};
