import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { FAULT_FAMILIES } from '../../dialogs/labels.ts';
import type { Step, Tree, Trees } from '../../dialogs/triage/tree.ts';
import { checkTrees, type LocaleTexts } from '../../src/content/check-trees.ts';
import { loadTrees, parseTree } from '../../src/content/trees.ts';
import { ContentError } from '../../src/errors.ts';
import { everyTree, texts, trees } from './content.ts';

/** The shipped trees with one family's steps changed. */
function edited(family: Tree['family'], change: (steps: Record<string, Step>) => void): Trees {
  const tree = trees[family];
  if (!tree) throw new Error(`no tree ${family}`);
  const steps = structuredClone(tree.steps) as Record<string, Step>;
  change(steps);
  return { ...trees, [family]: { ...tree, steps } };
}

/** The shipped trees with answers of one step changed. */
function answers(family: Tree['family'], step: string, change: Step['answers']): Trees {
  return edited(family, (steps) => {
    const old = steps[step];
    if (old) steps[step] = { ...old, answers: change };
  });
}

function problems(broken: Trees, with_: LocaleTexts = texts): string[] {
  return checkTrees(broken, with_).map((found) => `${found.file} ${found.step}: ${found.problem}`);
}

const NO_POWER = 'dialogs/triage/no_power.yaml';

describe('the trees that ship', () => {
  it('have nothing wrong, in either language', () => {
    console.log(
      everyTree.map((tree) => `${tree.family}: ${Object.keys(tree.steps).length} steps`).join(', '),
    );
    expect(checkTrees(trees, texts)).toEqual([]);
    expect(everyTree.map((tree) => tree.family)).toEqual(FAULT_FAMILIES);
  });
});

describe('a mistake in a tree is named with its file and step', () => {
  it('an answer into a word that every object has', () => {
    const target = { step: 'constructor' };
    expect(
      problems(
        answers('no_power', 'was_connected', { yes: target, no: { step: 'right_adapter' }, unknown: target }),
      ),
    ).toHaveLength(2);
  });

  it('an answer that leads nowhere', () => {
    expect(
      problems(
        answers('no_power', 'poe_run', {
          helped: { end: 'solved' },
          not_helped: { step: 'gone' },
          cannot: { end: 'bench' },
        }),
      ),
    ).toEqual([
      `${NO_POWER} poe_run: the answer not_helped leads to gone, which does not exist; add that step or name another`,
    ]);
  });

  it('an answer into a step that another family does not have', () => {
    const target = { family: 'network', step: 'gone' } as const;
    expect(
      problems(
        answers('no_power', 'was_connected', {
          yes: target,
          no: { step: 'right_adapter' },
          unknown: { end: 'bench' },
        }),
      ),
    ).toEqual([
      `${NO_POWER} was_connected: the answer yes leads to network.gone, which does not exist; add that step or name another`,
    ]);
  });

  it('a step that nothing leads to', () => {
    const broken = edited('no_power', (steps) => {
      steps.smell_again = {
        kind: 'ask',
        text: 'danger',
        answers: { yes: { end: 'bench' }, no: { end: 'bench' }, unknown: { end: 'bench' } },
      };
    });
    expect(problems(broken)).toEqual([
      `${NO_POWER} smell_again: no answer leads to this step; let one lead here or take the step out`,
    ]);
  });

  it('a step that is only reached by steps that are not', () => {
    const yesNo = (step: string) =>
      ({ yes: { step }, no: { end: 'bench' }, unknown: { end: 'bench' } }) as const;
    const broken = edited('no_power', (steps) => {
      steps.island = { kind: 'ask', text: 'danger', answers: yesNo('island_too') };
      steps.island_too = {
        kind: 'ask',
        text: 'danger',
        answers: { ...yesNo('smell'), yes: { end: 'bench' } },
      };
    });
    expect(problems(broken)).toEqual([
      `${NO_POWER} island: no answer leads to this step; let one lead here or take the step out`,
      `${NO_POWER} island_too: no answer leads to this step; let one lead here or take the step out`,
    ]);
  });

  it('a loop, with its whole way', () => {
    const broken = answers('no_power', 'cable_drop', {
      helped: { end: 'solved' },
      not_helped: { step: 'bench_test' },
      cannot: { end: 'bench' },
    });
    expect(problems(broken).join()).toMatch(/a loop: .*no_power\.bench_test → no_power\.cable_drop/);
  });

  it('a loop over two families', () => {
    const broken = answers('no_power', 'cable_drop', {
      helped: { end: 'solved' },
      not_helped: { family: 'no_video' },
      cannot: { end: 'bench' },
    });
    expect(problems(broken).join()).toMatch(/a loop: .*no_video\.camera_powered.*no_power/);
  });

  it('an instruction without its three results', () => {
    expect(
      problems(answers('no_power', 'poe_run', { helped: { end: 'solved' }, not_helped: { end: 'bench' } })),
    ).toEqual([
      `${NO_POWER} poe_run: an instruction is answered by exactly helped, not_helped, cannot; here: helped, not_helped`,
    ]);
  });

  it('a question that can not be answered by "I don\'t know"', () => {
    const found = problems(
      answers('no_power', 'was_connected', { yes: { end: 'bench' }, no: { step: 'right_adapter' } }),
    );
    expect(found).toContain(`${NO_POWER} was_connected: a question with yes or no needs yes, no and unknown`);
  });

  it('a safety question that goes on at yes, stops at no, or takes unknown for no', () => {
    const on = { step: 'what_changed' };
    const stop = { stop: 'danger' } as const;
    expect(
      problems(answers('no_power', 'look_from_afar', { no: on, yes: on, unknown: { end: 'bench' } })),
    ).toEqual([`${NO_POWER} look_from_afar: a safety question stops at yes`]);
    expect(problems(answers('no_power', 'look_from_afar', { no: stop, yes: stop, unknown: on }))).toEqual([
      `${NO_POWER} look_from_afar: at a safety question no means no danger: it goes on`,
    ]);
    expect(problems(answers('no_power', 'look_from_afar', { no: on, yes: stop, unknown: on }))).toEqual([
      `${NO_POWER} look_from_afar: at a safety question unknown does not go the way of no`,
    ]);
  });

  it('a value that its fact does not have', () => {
    const found = problems(
      answers('no_power', 'group_powered', {
        poe: { step: 'poe_budget' },
        solar: { step: 'load_sum' },
        unknown: { step: 'load_sum' },
      }),
    );
    expect(found[0]).toBe(
      `${NO_POWER} group_powered: the fact power has no value solar; it takes poe, dc, ac, unknown`,
    );
  });

  it('a title for an answer that is not there', () => {
    const broken = edited('no_power', (steps) => {
      const old = steps.poe_run;
      if (old) steps.poe_run = { ...old, titles: ['yes'] };
    });
    expect(problems(broken)).toEqual([
      `${NO_POWER} poe_run: titles names yes, which is no answer of this step with a common title; take it out`,
    ]);
  });

  it('a start that is no step', () => {
    const tree = trees.no_power;
    if (!tree) throw new Error('no tree');
    expect(problems({ ...trees, no_power: { ...tree, start: 'gone' } })).toContain(
      `${NO_POWER} gone: the start is no step of this tree; name one that there is`,
    );
  });
});

describe('a mistake in the texts is named with its file and key', () => {
  /** The shipped texts with one namespace of one language changed. */
  function retold(
    language: string,
    space: string,
    change: (keys: Record<string, Keys>) => void,
  ): LocaleTexts {
    const copy = structuredClone(texts) as Record<string, Record<string, Record<string, Keys>>>;
    const keys = copy[language]?.[space];
    if (keys) change(keys);
    return copy;
  }
  type Keys = Record<string, unknown>;

  it('a text that a language lacks, or that is blank', () => {
    const missing = retold('zh', 'triage.no_power', (keys) => {
      delete keys.poe_run;
    });
    expect(problems(trees, missing)).toEqual([
      'locales/zh/triage.no_power.json poe_run: the text triage.no_power:poe_run.text is missing; add it here',
      'locales/zh/triage.no_power.json poe_run: the text triage.no_power:poe_run.why is missing; add it here',
    ]);
    const blank = retold('en', 'triage', (keys) => {
      (keys.evidence as Keys).poe_class = ' ';
    });
    expect(problems(trees, blank)).toEqual([
      'locales/en/triage.json poe_class: the text triage:evidence.poe_class is missing; add it here',
    ]);
  });

  it('a text that no step uses any more', () => {
    const spare = retold('en', 'triage.network', (keys) => {
      keys.old_step = { text: 'Old' };
    });
    expect(problems(trees, spare)).toEqual([
      'locales/en/triage.network.json old_step.text: the text triage.network:old_step.text is used by no step; take it out, or add the step that says it',
    ]);
  });

  it('a language without a file', () => {
    expect(problems(trees, { ...texts, de: {} }).every((line) => line.startsWith('locales/de/triage'))).toBe(
      true,
    );
    expect(problems(trees, { ...texts, de: {} }).length).toBeGreaterThan(300);
  });
});

function problemsOf(read: () => unknown): readonly string[] {
  try {
    read();
  } catch (error) {
    if (error instanceof ContentError) return error.problems;
    throw error;
  }
  return [];
}

describe('a file that can not be read is named with its line', () => {
  const good =
    'family: audio\nversion: 1\nstart: first\nevidence: []\nsteps:\n  first:\n    kind: ask\n    answers: { yes: { end: bench }, unknown: { end: solved } }\n';

  it('and a good one is read, a bare word being a step', () => {
    const read = parseTree('audio.yaml', good.replace('{ end: bench }', 'first'));
    expect(read).toMatchObject({ steps: { first: { answers: { yes: { step: 'first' } } } } });
  });

  it.each([
    ['broken YAML', good.replace('kind: ask', 'kind: [ask'), /^audio\.yaml:[78]: /],
    [
      'an unknown key',
      good.replace('kind: ask', 'kind: ask\n    colour: red'),
      /^audio\.yaml:8: steps\.first: colour is not known here; correct its name or take it out/,
    ],
    ['a wrong kind', good.replace('kind: ask', 'kind: tell'), /^audio\.yaml:7: steps\.first\.kind/],
    [
      'an end that is none',
      good.replace('end: bench', 'end: somewhere'),
      /^audio\.yaml:8: steps\.first\.answers\.yes/,
    ],
    ['a missing start', good.replace('start: first\n', ''), /^audio\.yaml:1: start is missing; add it here/],
    ['a key twice', good.replace('start: first', 'start: first\nstart: first'), /^audio\.yaml:4: /],
    [
      'an id that would be a plural form',
      good.replaceAll('first', 'first_one'),
      /^audio\.yaml:3: start: .*plural/,
    ],
    [
      'another family',
      good.replace('family: audio', 'family: network'),
      /^audio\.yaml:1: family: .*network\.yaml/,
    ],
    [
      'an unknown fact',
      good.replace('kind: ask', 'kind: ask\n    fact: weather'),
      /^audio\.yaml:8: steps\.first\.fact/,
    ],
  ])('%s', (_, text, message) => {
    expect(() => parseTree('audio.yaml', text)).toThrow(message);
  });

  it('and all that is wrong in all files is told at once', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'trees-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    await writeFile(join(folder, 'audio.yaml'), good);
    expect(Object.keys(loadTrees(folder))).toEqual(['audio']);
    await writeFile(join(folder, 'audio.yaml'), good.replace('version: 1', 'version: 0'));
    await writeFile(join(folder, 'network.yaml'), good);
    expect(problemsOf(() => loadTrees(folder))).toEqual([
      expect.stringMatching(/audio\.yaml:2: version: /),
      expect.stringMatching(/network\.yaml:1: family: /),
    ]);
  });
});
