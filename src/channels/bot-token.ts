import type { Connector } from './connectors.ts';

interface Credentials {
  signRequest(request: { headers: { set(name: string, value: string): void } }): Promise<unknown>;
}

/** The `Authorization` header that a connector signs its requests with. Rejects where no token is to be had. */
export async function authorizationOf(connector: Connector): Promise<string> {
  const { credentials } = connector as unknown as { credentials: Credentials };
  let header: string | undefined;
  const set = (name: string, value: string): void => {
    if (name.toLowerCase() === 'authorization') header = value;
  };
  await credentials.signRequest({ headers: { set } });
  if (header === undefined) throw new Error('the connector signs nothing');
  return header;
}
