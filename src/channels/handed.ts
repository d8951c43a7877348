import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Outgoing } from '../conversation/types.ts';
import type { StaffFile } from '../desk/api-types.ts';
import { type UploadRecord, uploadKey } from '../desk/uploads.ts';
import { RequestRefused } from '../errors.ts';
import type { KeyRing } from './directline/keys.ts';
import type { ChatStore } from './directline/store.ts';

/** How long a customer can fetch a file at its address, ms. */
const LIFETIME = 30 * 24 * 60 * 60 * 1000;
const TOKEN = /^([\w-]{1,40})\.([\w-]{16,64})\.([0-9a-z]{1,12})\.([\w-]{43})$/;

/** The files that staff hand to customers: at an address that nobody can guess, and that ends after 30 days. */
export interface Handed {
  /** What goes out, with the address of each of its files after `site`. */
  addressed(outgoing: Outgoing, site: string): Promise<Outgoing>;
  /** The file of an address. Throws `RequestRefused` 404 where it is none of ours, was changed, or has ended. */
  read(token: string): Promise<StaffFile>;
}

/** Where the bytes of files lie, under their ids. */
export interface FileShelf {
  get(id: string): Promise<Buffer | undefined>;
}

/** Makes and reads the addresses; `now` is epoch ms. */
export function createHanded({
  keys,
  store,
  shelf,
  now,
}: {
  keys: KeyRing;
  store: Pick<ChatStore, 'get'>;
  shelf: FileShelf;
  now(): number;
}): Handed {
  async function tokenOf(id: string): Promise<string> {
    const { kid, secret } = await keys.current();
    const until = (now() + LIFETIME).toString(36);
    return [kid, id, until, sign(id, until, secret)].join('.');
  }

  async function idOf(token: string): Promise<string | undefined> {
    const [, kid = '', id = '', until = '', signature = ''] = TOKEN.exec(token) ?? [];
    const key = kid === '' ? undefined : await keys.find(kid);
    if (!key || Number.parseInt(until, 36) <= now()) return undefined;
    const right = sign(id, until, key.secret);
    return timingSafeEqual(Buffer.from(signature), Buffer.from(right)) ? id : undefined;
  }

  return {
    async addressed(outgoing, site) {
      if (!outgoing.files) return outgoing;
      const files = outgoing.files.map(async (file) => ({
        ...file,
        url: `${site}/files/${await tokenOf(file.id)}`,
      }));
      return { ...outgoing, files: await Promise.all(files) };
    },
    async read(token) {
      const id = await idOf(token);
      const known = id && (await store.get<UploadRecord>(uploadKey(id)))?.value;
      const bytes = known && (await shelf.get(known.id));
      if (!bytes) throw new RequestRefused(404, 'There is no file at this address, or not any more.');
      return { type: known.type, name: known.name, bytes };
    },
  };
}

/** Over what it is for, too: no other token that these keys sign is an address. */
function sign(id: string, until: string, secret: string): string {
  return createHmac('sha256', Buffer.from(secret, 'base64'))
    .update(`file\n${id}\n${until}`)
    .digest('base64url');
}
