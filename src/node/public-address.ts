import { lookup as systemLookup } from "node:dns";
import { BlockList, type LookupFunction } from "node:net";

/** Networks of IPv4 that are no part of the public Internet (IANA's registry of special-purpose addresses, multicast included). */
const SPECIAL_V4 = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
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
/** Every public address of IPv6 lies here. */
const GLOBAL_V6 = "2000::/3";
/** What lies there and is not public: protocols such as Teredo, documentation, and addresses that hold one of IPv4. */
const SPECIAL_V6 = ["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"];

const special = networks(SPECIAL_V4, SPECIAL_V6);
const global = networks([], [GLOBAL_V6]);

/** Whether an IP address is one of the public Internet, and none of this machine or of the networks it is in. */
export function isPublicAddress(address: string): boolean {
  return address.includes(":")
    ? global.check(address, "ipv6") && !special.check(address, "ipv6")
    : !special.check(address, "ipv4");
}

/** Looks a name up and gives its public addresses only: who may name a host must not reach our own networks by it. */
export function publicLookup(lookup: typeof systemLookup = systemLookup): LookupFunction {
  return (host, options, done) => {
    lookup(host, { ...options, all: true }, (error, found) => {
      if (error !== null) return done(error, []);
      const [first, ...rest] = found.filter(({ address }) => isPublicAddress(address));
      if (first === undefined) return done(new Error(`${host} has no public address`), []);
      return options.all === true ? done(null, [first, ...rest]) : done(null, first.address, first.family);
    });
  };
}

function networks(v4: readonly string[], v6: readonly string[]): BlockList {
  const list = new BlockList();
  const add = (network: string, family: "ipv4" | "ipv6"): void => {
    const [address = "", prefix = ""] = network.split("/");
    list.addSubnet(address, Number(prefix), family);
  };
  for (const network of v4) add(network, "ipv4");
  for (const network of v6) add(network, "ipv6");
  return list;
}
