import { BlockList, isIPv4 } from "node:net";

/**
 * IPv4 that is not of the public internet: private networks, links, this machine, documentation, multicast. After RFC 6890
 * and what updates it; and the address at which machines of Azure ask about themselves.
 */
const SPECIAL_IPV4 = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "168.63.129.16/32",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/3",
];

/** All public IPv6 there is so far. */
const GLOBAL_IPV6 = ["2000::/3"];
/** What is not, of it: tunnels, which may lead to any IPv4, tests and documentation. */
const SPECIAL_IPV6 = ["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"];

const LOOPBACK = { ipv4: listOf(["127.0.0.0/8"], "ipv4"), ipv6: listOf(["::1/128"], "ipv6") };
const SPECIAL = { ipv4: listOf(SPECIAL_IPV4, "ipv4"), ipv6: listOf(SPECIAL_IPV6, "ipv6") };
const GLOBAL = listOf(GLOBAL_IPV6, "ipv6");

function listOf(subnets: readonly string[], family: "ipv4" | "ipv6"): BlockList {
  const list = new BlockList();
  for (const subnet of subnets) {
    const [network = "", prefix] = subnet.split("/");
    list.addSubnet(network, Number(prefix), family);
  }
  return list;
}

/** Does an address lead out to the internet, and so to nothing that only this machine or its network may see? */
export const isPublic = (address: string): boolean =>
  isIPv4(address)
    ? !SPECIAL.ipv4.check(address, "ipv4")
    : GLOBAL.check(address, "ipv6") && !SPECIAL.ipv6.check(address, "ipv6");

/** Is it this machine? */
export const isLoopback = (address: string): boolean =>
  isIPv4(address) ? LOOPBACK.ipv4.check(address, "ipv4") : LOOPBACK.ipv6.check(address, "ipv6");
