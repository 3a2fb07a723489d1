import { expect, test } from "vitest";
import { isLoopback, isPublic } from "../../src/engine/address.ts";

test.each([
  "1.1.1.1",
  "9.255.255.255",
  "100.63.255.255",
  "100.128.0.0",
  "168.63.129.15",
  "172.15.0.1",
  "172.32.0.1",
  "192.169.0.1",
  "223.255.255.255",
  "2606:4700::1111",
  "2a00:1450:4001::1",
])("%s is public", (address) => expect(isPublic(address)).toBe(true));

test.each([
  "0.0.0.0",
  "10.1.2.3",
  "100.100.100.200",
  "127.0.0.1",
  "168.63.129.16",
  "169.254.169.254",
  "172.16.0.1",
  "172.31.255.255",
  "192.0.0.192",
  "192.168.1.1",
  "198.19.0.1",
  "224.0.0.1",
  "255.255.255.255",
  "::",
  "::1",
  "::ffff:8.8.8.8",
  "::ffff:10.0.0.1",
  "64:ff9b::a9fe:a9fe",
  "2001::1",
  "2001:db8::1",
  "2002:7f00:1::",
  "fd00:ec2::254",
  "fe80::1",
  "ff02::1",
  "not an address",
])("%s is not", (address) => expect(isPublic(address)).toBe(false));

test("this machine has a net of its own", () => {
  expect(["127.0.0.1", "127.1.2.3", "::1"].map(isLoopback)).toEqual([true, true, true]);
  expect(["126.0.0.1", "10.0.0.1", "::", "::2", "fe80::1"].map(isLoopback)).toEqual(Array(5).fill(false));
});
