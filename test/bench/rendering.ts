import { toActivities } from '../../src/channels/render.ts';
import type { Address, Outgoing } from '../../src/conversation/types.ts';
import { formatTable, median } from './table.ts';

const ROUNDS = 15;
const CALLS = 400;

/** A channel of each class: Adaptive Cards, suggested actions beside them, nothing but text. */
const CHANNELS = ['msteams', 'webchat', 'sms'];

const question: Outgoing = {
  text: 'Take the adapter to another outlet. Does the red light on the camera come on now?',
  choices: ['Yes', 'No', "I don't know", 'I cannot do it'].map((title) => ({ value: title, title })),
  question: 'triage.no_power.check_adapter',
  progress: 'Step 2 of 5',
};

/** What of each kind an ordinary conversation says. */
const KINDS: Readonly<Record<string, Outgoing>> = {
  text: { text: 'Good, the light is on: the power is not the fault.', choices: [] },
  question,
  list: {
    ...question,
    text: 'So far: 1. no power, garage camera 2. black at night, two domes',
    shown: {
      kind: 'list',
      title: 'Your list',
      entries: ['no power, garage camera', 'black at night, two domes'],
      ask: 'Is that all?',
    },
  },
  verdict: {
    text: 'The label of the serial number was removed, so the warranty does not cover it (6e).',
    choices: [
      { value: 'accept', title: 'I see' },
      { value: 'contest', title: 'That is not right' },
    ],
    shown: {
      kind: 'verdict',
      coverage: 'excluded',
      title: 'RS-D200',
      told: 'The warranty does not cover it.',
      reasons: [
        { clause: '6e', name: 'Serial number', because: 'the label was removed', facts: ['label: removed'] },
      ],
      facts: ['bought 2 March 2026', 'label: removed', 'used indoors'],
      outlook: 'A technician has the last word.',
    },
  },
  'staff card': {
    text: '',
    choices: [],
    card: {
      title: 'C-1042',
      lines: Array.from({ length: 12 }, (_, at) => `Customer: line ${at} of what was said before`),
      facts: Array.from({ length: 6 }, (_, at) => ({ name: `Fact ${at}`, value: 'value' })),
      actions: [
        { title: 'Claim', text: 'claim C-1042', data: { staff: 'claim', case: 'C-1042', version: 3 } },
      ],
    },
  },
  'long text': { text: 'A technician wrote a long and careful answer.\n\n'.repeat(200), choices: [] },
};

/** What it takes to make of each kind the activities of each channel, as a table: medians, in microseconds. */
export function renderingTable(): string {
  const rows = Object.entries(KINDS).map(([kind, outgoing]) => [
    kind,
    ...CHANNELS.map((channel) => microseconds(outgoing, addressOf(channel)).toFixed(1)),
  ]);
  return formatTable([['rendering, µs', ...CHANNELS], ...rows]);
}

function microseconds(outgoing: Outgoing, address: Address): number {
  const round = (): number => {
    const begin = performance.now();
    for (let call = 0; call < CALLS; call++) toActivities(outgoing, address);
    return ((performance.now() - begin) * 1000) / CALLS;
  };
  for (let warm = 0; warm < ROUNDS; warm++) round();
  return median(Array.from({ length: ROUNDS }, round));
}

function addressOf(channel: string): Address {
  return {
    channel,
    serviceUrl: 'http://127.0.0.1:9',
    conversation: { id: 'conversation' },
    bot: { id: 'bot' },
    user: { id: 'customer' },
  };
}
