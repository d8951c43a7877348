import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { STOPS } from '../../dialogs/context.ts';
import { loadContent } from '../../src/load.ts';
import { toMermaid } from '../../src/pictures/graph.ts';
import { pictures } from '../../src/pictures/made.ts';
import { copyProject } from '../helpers/copy.ts';

const root = join(import.meta.dirname, '../..');
const content = await loadContent();
const pages = pictures(content);

function page(name: string): string {
  return pages.get(`docs/pictures/${name}.md`) ?? '';
}

describe('the pictures', () => {
  it.each([...pages.keys()])('%s is what the sources give', (file) => {
    expect(readFileSync(join(root, file), 'utf8')).toBe(pages.get(file));
  });

  it('are the same for the same sources', () => {
    expect([...pictures(content)]).toEqual([...pages]);
  });

  it('show every step of every tree once, and every answer', () => {
    for (const tree of Object.values(content.dialogs.trees)) {
      const text = page(`triage/${tree.family}`);
      for (const step of Object.keys(tree.steps)) {
        expect(text.match(new RegExp(`^  s_${step}\\W`, 'gm'))?.length, step).toBeGreaterThan(0);
      }
      const nodes = new Set(text.match(/^ {2}\w+(?=[[({])/gm)?.map((one) => one.trim()));
      for (const [, from, to] of text.matchAll(/^ {2}(\w+) --> ?\|"[^"]+"\| (\w+)$/gm)) {
        expect([...nodes]).toEqual(expect.arrayContaining([from, to]));
      }
    }
  });

  it('mark what stops, what is solved and what goes to a technician', () => {
    const text = page('triage/night_vision');
    expect(text).toContain('e_smell_stop_danger(["STOP: danger<br/>a person at once"]):::stop');
    expect(text).toContain('-->|"Yes"| e_smell_stop_danger');
    expect(text).toContain('(["solved"]):::solved');
    expect(text).toContain('(["to a technician"]):::technician');
    expect(text).toContain('[no_power](no_power.md)');
  });

  it('show every place of the conversation, each reached by an arrow', () => {
    const text = page('machine');
    for (const stop of STOPS) {
      const id = `p_${stop.replaceAll('.', '_')}`;
      expect(text).toContain(`${id}["${stop}"]`);
      if (stop !== 'need') expect(text, stop).toMatch(new RegExp(`\\| ${id}$`, 'm'));
    }
  });

  it('write what Mermaid would take for its own as its number', () => {
    const node = { id: 'a', kind: 'question', lines: ['say "#1"; <b> & go'] } as const;
    expect(toMermaid({ nodes: [node], edges: [], direction: 'LR' })).toContain(
      'a["say #34;#35;1#34;#59; #60;b#62; #38; go"]:::question',
    );
  });

  it('that are out of date fail the check, and are drawn anew by one command', () => {
    const copy = copyProject();
    onTestFinished(() => copy.remove());
    const run = (name: string) =>
      spawnSync(process.execPath, [`src/commands/${name}.ts`], { cwd: copy.dir, encoding: 'utf8' });
    const file = 'docs/pictures/triage/audio.md';
    copy.edit(file, 'Made by', 'Drawn by');
    writeFileSync(join(copy.dir, 'docs/pictures/triage/fog.md'), 'gone');
    expect(run('check-content').stderr).toContain(
      `${file}:3: the file: is not up to date with the sources; npm run pictures draws it anew\n`,
    );
    expect(run('pictures')).toMatchObject({ status: 0, stdout: `${file}\ndocs/pictures/triage/fog.md\n` });
    expect(existsSync(join(copy.dir, 'docs/pictures/triage/fog.md'))).toBe(false);
    expect(readdirSync(join(copy.dir, 'docs/pictures/triage'))).toHaveLength(12);
    expect(run('check-content').stderr).not.toContain(file);
  });
});
