import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Content } from '../../dialogs/context.ts';
import { picturePages } from './pages.ts';

/** What is said of a picture that is not what the sources give. */
export const PICTURES_MEND = 'is not up to date with the sources; npm run pictures draws it anew';

const FOLDER = 'docs/pictures';

interface Sources {
  dialogs: Content;
  locales: { en: Readonly<Record<string, object>> };
}

/** The pages with pictures, of the content that was read. */
export function pictures({ dialogs, locales }: Sources): Map<string, string> {
  return picturePages(dialogs, (key) => textIn(locales.en, key));
}

/** Pictures of what is there no more. */
export function leftPictures(root: string, files: ReadonlyMap<string, string>): string[] {
  if (!existsSync(join(root, FOLDER))) return [];
  return readdirSync(join(root, FOLDER), { recursive: true, encoding: 'utf8' })
    .map((name) => `${FOLDER}/${name.replaceAll('\\', '/')}`)
    .filter((file) => file.endsWith('.md') && !files.has(file));
}

/** The text as it stands in the file, placeholders and all; the key where there is none, which the check tells. */
function textIn(texts: Readonly<Record<string, object>>, key: string): string {
  const [space = '', path = ''] = key.split(':');
  let value: unknown = texts[space];
  for (const name of path.split('.')) value = (value as Record<string, unknown> | undefined)?.[name];
  return typeof value === 'string' ? value : key;
}
