export type Role = 'sales' | 'technician' | 'supervisor';

export interface Staff {
  id: string;
  name: string;
  role: Role;
  /** The languages they answer in, best first. */
  languages: readonly string[];
  /** How the channels' authentication names them. */
  ids: readonly { channel: string; id: string }[];
}

/** Who works here: found by their own id, or by what a channel's authentication vouches for. */
export interface StaffList {
  all: readonly Staff[];
  byId(id: string): Staff | undefined;
  /** Never by a name: only by the authenticated sender. */
  bySender(channel: string, sender: { id: string; objectId?: string }): Staff | undefined;
}

export function createStaffList(all: readonly Staff[]): StaffList {
  const byId = new Map(all.map((staff) => [staff.id, staff]));
  const bySender = new Map(
    all.flatMap((staff) => staff.ids.map(({ channel, id }) => [`${channel}\n${id}`, staff] as const)),
  );
  return {
    all,
    byId: (id) => byId.get(id),
    bySender: (channel, { id, objectId }) =>
      bySender.get(`${channel}\n${objectId ?? id}`) ?? bySender.get(`${channel}\n${id}`),
  };
}
