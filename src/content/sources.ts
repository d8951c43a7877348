import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A file of code: its path from the project's root, with slashes, and what stands in it. */
export interface Source {
  path: string;
  text: string;
}

/** Every TypeScript file in these folders of the project. */
export function readSources(root: string, folders: readonly string[] = ['dialogs', 'src']): Source[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => ({
        path: `${folder}/${name.replaceAll('\\', '/')}`,
        text: readFileSync(join(root, folder, name), 'utf8'),
      })),
  );
}
