import ipaddr from 'ipaddr.js';

/** What a cloud serves its own machines at, under addresses that look like any other. */
const OF_CLOUDS = ['168.63.129.16'];

/** The only part of IPv6 that is the public net, and what of it is not. */
const PUBLIC_V6: [ipaddr.IPv6, number] = [ipaddr.IPv6.parse('2000::'), 3];
const NOT_PUBLIC_V6 = ['2001::/23', '2001:db8::/32', '2002::/16', '2620:4f:8000::/48', '3fff::/20'].map(
  (range) => ipaddr.IPv6.parseCIDR(range),
);

/**
 * Whether an IP address, written plainly, is a machine of the public net: not this one, not a neighbour, not a cloud's
 * own service, and none that only wraps another address (mapped, translated, tunnelled).
 */
export function isPublicAddress(address: string): boolean {
  if (OF_CLOUDS.includes(address)) return false;
  if (ipaddr.IPv4.isValidFourPartDecimal(address)) return ipaddr.IPv4.parse(address).range() === 'unicast';
  if (!ipaddr.IPv6.isValid(address) || address.includes('%')) return false;
  const parsed = ipaddr.IPv6.parse(address);
  return (
    parsed.range() === 'unicast' &&
    parsed.match(PUBLIC_V6) &&
    !NOT_PUBLIC_V6.some((range) => parsed.match(range))
  );
}
