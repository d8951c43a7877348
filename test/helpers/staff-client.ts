/** What the staff API answered. */
export interface StaffReply {
  status: number;
  body: Json;
}

/** JSON as it came, read by path. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** The staff API over HTTP, with the service token. */
export interface StaffClient {
  get(path: string, headers?: Record<string, string>): Promise<StaffReply>;
  act(caseId: string, action: unknown, headers?: Record<string, string>): Promise<StaffReply>;
}

/** `url` is asked anew for each request, as it changes with a restart. */
export function createStaffClient(url: () => string, token: string): StaffClient {
  const ask = async (path: string, init: RequestInit): Promise<StaffReply> => {
    const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', ...init.headers };
    const response = await fetch(`${url()}/api/staff/cases${path}`, { ...init, headers });
    return { status: response.status, body: (await response.json()) as Json };
  };
  return {
    get: (path, headers = {}) => ask(path, { headers }),
    act: (caseId, action, headers = {}) =>
      ask(`/${encodeURIComponent(caseId)}/actions`, {
        method: 'POST',
        headers,
        body: JSON.stringify(action),
      }),
  };
}

/** What stands at a dotted path (`units.0.serial`, `faults.length`); undefined where nothing does. */
export function at(json: Json | undefined, path: string): Json | undefined {
  return path.split('.').reduce<Json | undefined>((value, key) => {
    if (typeof value !== 'object' || value === null) return undefined;
    if (Array.isArray(value)) return key === 'length' ? value.length : value[Number(key)];
    return value[key];
  }, json);
}
