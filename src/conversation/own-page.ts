import type { Address } from './types.ts';

/** Where our own web page is the far end, which lies in the store: no http(s) address of a channel can be it. */
const OWN_SERVICE = 'urn:wendy:directline';

/** An address as one of our own web page. */
export function onOwnPage(address: Address): Address {
  return { ...address, serviceUrl: OWN_SERVICE };
}

export function isOnOwnPage({ serviceUrl }: Pick<Address, 'serviceUrl'>): boolean {
  return serviceUrl === OWN_SERVICE;
}
