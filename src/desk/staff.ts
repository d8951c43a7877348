import type { Days, Week } from './calendar-types.ts';

export type Role = 'sales' | 'technician' | 'supervisor';

export interface Staff {
  id: string;
  name: string;
  /** What else customers call them: in another script, a short form. */
  names?: readonly string[];
  role: Role;
  /** The languages they answer in, best first. */
  languages: readonly string[];
  /** How the channels' authentication names them; in Teams by their tenant and Entra object id. */
  ids: readonly { channel: string; id: string; tenant?: string | undefined }[];
  /** Where they are reached while they have not written to Wendy. */
  mail?: string | undefined;
  /** Who stands in for them, in this order. */
  deputies?: readonly string[];
  /** The fault families that they know best. */
  skills?: readonly string[];
  /** Where they work, if that is not the company's zone. */
  zone?: string | undefined;
  /** When they work, in their zone; else as the company does. */
  hours?: Week | undefined;
  /** The days on which they are away. */
  absences?: readonly Days[];
}

/** Who works here: found by their own id, or by what a channel's authentication vouches for. */
export interface StaffList {
  all: readonly Staff[];
  byId(id: string): Staff | undefined;
  /** Never by a name: only by the authenticated sender. */
  bySender(channel: string, sender: { id: string; objectId?: string; tenantId?: string }): Staff | undefined;
}

export function createStaffList(all: readonly Staff[]): StaffList {
  const byId = new Map(all.map((staff) => [staff.id, staff]));
  const bySender = new Map(
    all.flatMap((staff) =>
      staff.ids.map(({ channel, id, tenant }) => [`${channel}\n${id}`, { staff, tenant }] as const),
    ),
  );
  return {
    all,
    byId: (id) => byId.get(id),
    bySender: (channel, { id, objectId, tenantId }) => {
      const known = bySender.get(`${channel}\n${objectId ?? id}`) ?? bySender.get(`${channel}\n${id}`);
      return known && (known.tenant === undefined || known.tenant === tenantId) ? known.staff : undefined;
    },
  };
}

/** Who sells, by all that a customer may call them. */
export function salespeople(all: readonly Staff[]) {
  return all.filter(({ role }) => role === 'sales').map(({ id, name, names = [] }) => ({ id, name, names }));
}
