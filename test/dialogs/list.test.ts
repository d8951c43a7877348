import { describe, expect, it } from 'vitest';
import type { Resting } from '../../dialogs/converse.ts';
import type { FaultFacts, FoundFault } from '../../dialogs/events.ts';
import type { Label } from '../../dialogs/labels.ts';
import { answer, answering, type Bare, did, faultsOf, keysOf, started, turn, wendy } from './conversation.ts';

function found(label: Label, text: string, facts: FaultFacts = {}, sure = true): FoundFault {
  return { text, guesses: [{ label, confidence: sure ? 0.9 : 0.4 }], sure, facts };
}

function says(...faults: FoundFault[]): Bare {
  return { type: 'FAULTS', faults, text: faults.map((fault) => fault.text).join(', ') };
}

function listOf(resting: Resting): string[] {
  return faultsOf(resting).map(
    ({ label, description, unitIds }) => `${label} ${description} ${unitIds.length}`,
  );
}

const promptOf = (resting: Resting): string | undefined => wendy.question(resting)?.prompt;

const domes = found('night_vision', 'two domes black at night', { device: 'dome', quantity: 2 });
const recorder = found('audio', 'the recorder beeps', { device: 'recorder' });

describe('the fault list', () => {
  it('takes several faults on several units from one message, and from many', () => {
    const one = started(says(domes, recorder));
    const many = started(says(domes), says(recorder));
    expect(listOf(one)).toEqual(['night_vision two domes black at night 2', 'audio the recorder beeps 1']);
    expect(listOf(many)).toEqual(listOf(one));
    expect(promptOf(one)).toBe('fault.more');
  });

  it('keeps the model and the serial number of first words that had to be said again', () => {
    const unsure = found('physical_damage', 'it is broken', { model: 'RS-D200', serial: 'RS123456' }, false);
    const again = turn(started(says(unsure)), says(found('poor_image', 'it is blurry', { since: 'May' })));
    expect(again.resting.context.draft.units[0]).toMatchObject({ model: 'RS-D200', serial: 'RS123456' });
    expect(faultsOf(again.resting)).toMatchObject([{ label: 'poor_image', since: 'May' }]);
  });

  it('keeps a list of one a list, and shows it as one (rasa#8364)', () => {
    const resting = started(says(recorder));
    expect(listOf(resting)).toHaveLength(1);
    expect(wendy.question(resting)?.say.values).toMatchObject({
      noted: { values: { count: 1 } },
      list: { values: { lines: [{}] } },
    });
  });

  it('is asked for once: after "that\'s all" it does not come back by itself', () => {
    let resting = answering(started(says(recorder)), 'done');
    for (let nth = 0; nth < 40 && promptOf(resting); nth++) {
      expect(promptOf(resting)).not.toMatch(/^fault\./);
      const { choices = [], free } = wendy.question(resting) ?? {};
      const words = { date: '2026-03-02', email: 'sam@example.com', phone: '+442079460000' };
      const value = choices.at(-1)?.value ?? words[free as keyof typeof words] ?? 'RS-R16';
      resting = answering(resting, value === 'contest' ? 'accept' : value === 'edit' ? 'send' : value);
    }
    expect(wendy.path(resting)).toBe('case.waiting');
  });

  it('changes the words of an entry and keeps its units, what is known of them, and its place', () => {
    const hazy = found('poor_image', 'the camera is hazy', { device: 'camera' });
    let resting = answering(
      started(says(recorder, hazy)),
      'done',
      'unknown',
      'unknown',
      'RS-R16',
      'RS26-0101240',
    );
    for (const _ of ['serial', 'model', 'from afar', 'smell', 'list'])
      resting = turn(resting, { type: 'BACK' }).resting;
    resting = answering(resting, 'correct', 'F1', 'text');
    resting = turn(resting, says(found('audio', 'no sound from the recorder'))).resting;
    expect(listOf(resting)).toEqual([
      'audio no sound from the recorder 1',
      'poor_image the camera is hazy 1',
    ]);
    expect(resting.context.draft.units[0]).toMatchObject({
      device: 'recorder',
      model: 'RS-R16',
      serial: 'RS26-0101240',
    });
  });

  it('changes the words of an entry also where its kind has to be asked for', () => {
    let resting = answering(started(says(domes, recorder)), 'correct', 'F2', 'text');
    resting = turn(resting, says(found('network', 'it drops out', {}, false))).resting;
    expect(promptOf(resting)).toBe('fault.label');
    resting = answering(resting, 'network');
    expect(listOf(resting)).toEqual(['night_vision two domes black at night 2', 'network it drops out 1']);
  });

  it('moves an entry to another device where the new words name one', () => {
    let resting = answering(started(says(domes)), 'correct', 'text');
    resting = turn(
      resting,
      says(found('night_vision', 'it is the bullet camera', { device: 'bullet' })),
    ).resting;
    expect(listOf(resting)).toEqual(['night_vision it is the bullet camera 1']);
    expect(resting.context.draft.units.map((unit) => unit.device)).toEqual(['bullet']);
  });

  it('adds and takes away units where the new words count others', () => {
    const again = (quantity: number): Bare =>
      says(found('night_vision', `${quantity} domes`, { device: 'dome', quantity }));
    const changed = answering(started(says(domes)), 'correct', 'text');
    expect(listOf(turn(changed, again(3)).resting)).toEqual(['night_vision 3 domes 3']);
    expect(listOf(turn(changed, again(1)).resting)).toEqual(['night_vision 1 domes 1']);
  });

  it('changes the kind of an entry, keeps what was tried, and begins the triage of the new kind', () => {
    let resting = answering(started(says(found('night_vision', 'black at night'))), 'done', 'no');
    expect(promptOf(resting)).toMatch(/^triage\.night_vision\./);
    resting = turn(turn(resting, { type: 'BACK' }).resting, { type: 'BACK' }).resting;
    expect(promptOf(resting)).toBe('fault.more');
    resting = answering(resting, 'correct', 'label', 'no_power', 'done');
    expect(promptOf(resting)).toMatch(/^triage\.no_power\./);
    expect(faultsOf(resting)[0]?.steps.map((step) => step.id)).toEqual(['night_vision.smell']);
  });

  it('keeps triage where the kind is said to be what it was', () => {
    let resting = answering(started(says(domes)), 'done', 'no');
    const { position } = resting.context.at;
    resting = { ...resting, context: { ...resting.context, at: { stop: 'fault.label', fault: 'F1' } } };
    expect(answering(resting, 'night_vision', 'done').context.at.position).toEqual(position);
  });

  it('asks anew once the last entry is taken off, and carries nothing over to the next', () => {
    let resting = answering(started(says(recorder)), 'done', 'unknown', 'unknown', 'RS-R16');
    resting = turn(resting, { type: 'SKIP' }).resting;
    for (const _ of ['serial', 'model', 'from afar', 'smell', 'list'])
      resting = turn(resting, { type: 'BACK' }).resting;
    resting = answering(resting, 'correct', 'remove');
    expect(listOf(resting)).toEqual([]);
    expect(promptOf(resting)).toBe('fault.describe');
    resting = answering(turn(resting, says(recorder)).resting, 'done');
    expect(promptOf(resting)).toBe('product.model');
    resting = answering(resting, 'RS-R32');
    expect(promptOf(resting)).toBe('product.serial');
  });

  it('puts a further fault said in the middle of triage to the customer, then comes back to the step', () => {
    const triage = answering(started(says(domes)), 'done', 'no');
    const asked = turn(triage, says(recorder)).resting;
    expect(promptOf(asked)).toBe('fault.add');
    expect(promptOf(answering(asked, 'right'))).toBe(promptOf(triage));
    expect(listOf(answering(asked, 'right'))).toHaveLength(2);
    expect(listOf(answering(asked, 'wrong'))).toHaveLength(1);
  });

  it('notes more words on a fault that is on it', () => {
    const triage = answering(started(says(domes)), 'done', 'no');
    const { resting, commands } = turn(triage, says(found('night_vision', 'only when it rains')));
    expect(faultsOf(resting)).toHaveLength(1);
    expect(faultsOf(resting)[0]?.description).toMatch(/^two domes black at night.+only when it rains$/s);
    expect(keysOf(commands)).toEqual(['fault:remark']);
  });

  it('comes back to what the customer was changing, after any word in between', () => {
    const describing = answering(started(says(domes, recorder)), 'correct', 'F2', 'text');
    for (const word of [
      { type: 'ASKED', topic: 'freight' },
      { type: 'CHATTED', kind: 'thanks' },
      { type: 'CORRECTED', field: 'email', value: 'sam@example.com', text: '' },
      { type: 'ANSWERED', prompt: 'need', value: 'fault', text: 'fault' },
      { type: 'REPEAT' },
    ] satisfies Bare[]) {
      expect(turn(describing, word).resting.context.at).toEqual(describing.context.at);
    }
  });

  it('goes along whole where a person is asked for before it is settled', () => {
    const unsure = started(says(domes, found('network', 'the picture stutters', {}, false)));
    expect(promptOf(unsure)).toBe('fault.label');
    const { resting, commands } = turn(unsure, { type: 'PERSON' });
    expect(listOf(resting)).toEqual([
      'night_vision two domes black at night 2',
      'network the picture stutters 2',
    ]);
    expect(did(commands, 'submit')).toHaveLength(1);
  });

  it('takes what is added while the case waits', () => {
    const waiting = turn(started(says(domes)), { type: 'PERSON' }).resting;
    const { resting, commands } = turn(waiting, says(recorder));
    expect(listOf(resting)).toHaveLength(2);
    expect(keysOf(commands)).toEqual(['case:noted']);
    expect(did(commands, 'submit')).toEqual([]);
  });

  it('offers an answer that is not among its choices no second meaning', () => {
    const labelling = started(says(found('network', 'the picture stutters', {}, false)));
    const { resting, commands } = turn(labelling, answer(labelling, 'a nonsense label'));
    expect(promptOf(resting)).toBe('fault.label');
    expect(keysOf(commands)).toEqual(['common:misread.no_choice']);
  });
});
