import { describe, expect, it } from 'vitest';
import type { FAULT_FAMILIES } from '../../dialogs/labels.ts';
import { advance, begin } from '../../dialogs/triage/interpret.ts';
import { answering, trees, walk } from './content.ts';

const TYPICAL: [string, (typeof FAULT_FAMILIES)[number], Record<string, string>][] = [
  [
    'a dead camera with an adapter, no meter',
    'no_power',
    {
      what_changed: 'nothing',
      which_device: 'one',
      pattern: 'constant',
      how_powered: 'dc',
      check_adapter: 'yes',
      has_meter: 'no',
      bench_test: 'dead',
    },
  ],
  [
    'restarts at night, measured, thin cable',
    'no_power',
    {
      what_changed: 'nothing',
      which_device: 'one',
      pattern: 'night',
      how_powered: 'dc',
      check_adapter: 'yes',
      has_meter: 'yes',
      measure_at_camera: 'low',
      measure_at_supply: 'good',
    },
  ],
  [
    'a dead PoE camera',
    'no_power',
    {
      what_changed: 'moved',
      which_device: 'one',
      pattern: 'constant',
      how_powered: 'poe',
      poe_port: 'goes_with_camera',
      poe_short_lead: 'dead',
      poe_class: 'yes',
      poe_budget: 'no',
      bench_test: 'dead',
    },
  ],
  [
    'several on one supply',
    'no_power',
    {
      what_changed: 'new_device',
      which_device: 'several',
      supply_light: 'yes',
      reconnect_in_turn: 'total',
      group_powered: 'dc',
    },
  ],
  [
    'a recorder that starts over and over',
    'no_power',
    {
      what_changed: 'power_cut',
      which_device: 'recorder',
      recorder_lights: 'yes',
      recorder_adapter: 'yes',
      footage_needed: 'no',
      recorder_bare_start: 'loops',
    },
  ],
  [
    'one black analog channel',
    'no_video',
    {
      what_changed: 'nothing',
      which_channels: 'one',
      when_black: 'constant',
      connection: 'coax',
      camera_powered: 'yes',
      swap_bnc: 'follows_cable',
      has_meter: 'no',
      short_lead: 'no',
    },
  ],
  [
    'a dead recorder input',
    'no_video',
    {
      what_changed: 'nothing',
      which_channels: 'one',
      when_black: 'constant',
      connection: 'coax',
      camera_powered: 'yes',
      swap_bnc: 'stays_on_port',
    },
  ],
  [
    'black at night, no glow, good volts',
    'night_vision',
    {
      day_picture: 'yes',
      at_night: 'black',
      has_ir: 'yes',
      cover_test: 'no',
      how_powered: 'dc',
      supply_fits: 'yes',
      has_meter: 'yes',
      volts_under_load: 'good',
    },
  ],
  [
    'black at night, no glow, no meter',
    'night_vision',
    {
      day_picture: 'yes',
      at_night: 'black',
      has_ir: 'yes',
      cover_test: 'no',
      how_powered: 'dc',
      supply_fits: 'yes',
      has_meter: 'no',
      near_supply: 'no',
    },
  ],
  [
    'white haze',
    'night_vision',
    { day_picture: 'yes', at_night: 'bad_picture', picture_with_ir: 'haze', without_dome: 'no' },
  ],
  [
    'offline in the recorder, page fine',
    'network',
    {
      remote_only: 'no',
      which_device: 'one',
      link_light: 'yes',
      discovery: 'found',
      ping_test: 'clean',
      page_opens: 'fine',
      recorder_view: 'offline',
      stream_test: 'plays',
    },
  ],
  ['only the phone fails', 'network', { remote_only: 'yes', cloud_online: 'no' }],
];

describe('a customer for whom nothing helps', () => {
  it.each(TYPICAL)('%s: comes to the bench in 5 to 12 steps', (name, family, table) => {
    const { steps, end } = walk(begin(trees, family, {}), answering(table));
    console.log(`${name}: ${steps.length} steps to ${end}`);
    expect(end).toBe('bench');
    expect(steps.length).toBeGreaterThanOrEqual(5);
    expect(steps.length).toBeLessThanOrEqual(12);
  });
});

describe('moves between families', () => {
  const dusk = {
    day_picture: 'yes',
    at_night: 'restarts',
    how_powered: 'dc',
    supply_fits: 'yes',
    has_meter: 'yes',
  };

  it('a network camera without a picture goes on in network, and danger is not asked again', () => {
    const { steps } = walk(
      begin(trees, 'no_video', {}),
      answering({ which_channels: 'one', when_black: 'constant', connection: 'network' }),
    );
    expect(steps).toContain('network.link_light');
    expect(steps.filter((step) => step.endsWith('.smell'))).toEqual(['no_video.smell']);
  });

  it('a black channel on a dead camera goes on in no_power past all that is known', () => {
    const { steps } = walk(
      begin(trees, 'no_video', {}),
      answering({
        what_changed: 'nothing',
        which_channels: 'one',
        when_black: 'constant',
        connection: 'coax',
        camera_powered: 'no',
      }),
    );
    expect(steps.find((step) => step.startsWith('no_power'))).toBe('no_power.how_powered');
  });

  it('a channel that is black only at night goes on in night_vision', () => {
    const known = { pattern: 'night' };
    const { steps } = walk(begin(trees, 'no_video', known), answering({ which_channels: 'one' }), known);
    expect(steps).toContain('night_vision.at_night');
  });

  it('restarts at dusk lead to volts under load, and low volts to the supply and the cable', () => {
    const { steps } = walk(
      begin(trees, 'night_vision', {}),
      answering({ ...dusk, volts_under_load: 'low', measure_at_supply: 'good' }),
    );
    expect(steps.slice(-3)).toEqual([
      'night_vision.volts_under_load',
      'no_power.measure_at_supply',
      'no_power.cable_drop',
    ]);
  });

  it('a family that has no tree ends at the bench', () => {
    const { poor_image: _gone, ...without } = trees;
    expect(begin(without, 'poor_image', {})).toEqual({ end: 'bench' });
    expect(advance(without, { family: 'night_vision', step: 'day_picture' }, 'poor', {})).toEqual({
      end: 'bench',
    });
  });
});
