import { describe, expect, it } from 'vitest';
import { begin } from '../../dialogs/triage/interpret.ts';
import type { Position } from '../../dialogs/triage/tree.ts';
import { answering, trees, walk } from './content.ts';

const calm = { what_changed: 'nothing', where_seen: 'everywhere', when_seen: 'constant' };
const TYPICAL: [string, Position['family'], Record<string, string>][] = [
  [
    'bars on an analog camera',
    'poor_image',
    {
      ...calm,
      what_seen: 'lines',
      lines_cable: 'coax',
      lines_kind: 'drifting',
      ground_loop: 'no',
      short_lead: 'no',
    },
  ],
  [
    'a blurred dome with motor zoom',
    'poor_image',
    { ...calm, what_seen: 'blurred', fog_inside: 'no', lens_kind: 'motor' },
  ],
  [
    'fog behind the window',
    'poor_image',
    { ...calm, what_seen: 'blurred', fog_inside: 'yes', fog_or_drops: 'drops' },
  ],
  ['wrong colours', 'poor_image', { ...calm, what_seen: 'light', light_kind: 'colours' }],
  ['flicker under lamps', 'poor_image', { ...calm, what_seen: 'flicker', lamps_off: 'no' }],
  [
    'a spot that stays',
    'poor_image',
    { ...calm, what_seen: 'spots', spot_kind: 'fixed', turn_test: 'with_screen' },
  ],
  [
    'blocks on a network camera',
    'poor_image',
    { ...calm, what_seen: 'blocks', blocks_cable: 'network', ping_test: 'lost' },
  ],
  [
    'nothing is recorded, disk error',
    'recording_playback',
    {
      footage_needed: 'no',
      symptom: 'nothing',
      what_changed: 'power_cut',
      recorder_message: 'disk',
      disk_state: 'error',
      smart_error: 'clean',
      export_first: 'unneeded',
      format_consent: 'yes',
    },
  ],
  [
    'gaps without a message',
    'recording_playback',
    {
      footage_needed: 'no',
      symptom: 'nothing',
      what_changed: 'nothing',
      recorder_message: 'none',
      record_icon: 'no',
      record_always: 'nothing',
    },
  ],
  [
    'too few days',
    'recording_playback',
    { footage_needed: 'no', symptom: 'few_days', retention_sum: 'as_computed' },
  ],
  [
    'nothing found where the clock is right',
    'recording_playback',
    { footage_needed: 'no', symptom: 'not_found', clock_right: 'right', record_always: 'nothing' },
  ],
  [
    'an export that will not play',
    'recording_playback',
    { footage_needed: 'no', symptom: 'playback', playback_kind: 'not_playing', plays_in_recorder: 'yes' },
  ],
  [
    'a missed intruder, by day and night',
    'motion_alarm',
    { event_logged: 'missed', detector: 'picture', walk_test: 'neither' },
  ],
  [
    'false alarms by insects',
    'motion_alarm',
    { event_logged: 'false_alarms', false_when: 'night', false_kind: 'insects' },
  ],
  [
    'no push',
    'motion_alarm',
    { event_logged: 'no_message', which_message: 'push', strangers: 'no', cloud_online: 'yes' },
  ],
  ['no mail', 'motion_alarm', { event_logged: 'no_message', which_message: 'mail' }],
  [
    'a wired sensor that is not heard',
    'motion_alarm',
    { event_logged: 'wired', wired_kind: 'input', bridge_input: 'no' },
  ],
  [
    'a siren that does not sound',
    'motion_alarm',
    { event_logged: 'wired', wired_kind: 'output', output_by_hand: 'yes' },
  ],
  [
    'a network dome that does not move',
    'ptz_lens',
    {
      what_changed: 'nothing',
      what_is_wrong: 'no_movement',
      self_test: 'complete',
      video_path: 'network',
      own_page: 'no',
    },
  ],
  [
    'an RS-485 dome that does not obey, on the ground',
    'ptz_lens',
    {
      what_changed: 'moved',
      what_is_wrong: 'no_movement',
      self_test: 'complete',
      video_path: 'coax',
      control_wires: 'pair',
      has_meter: 'no',
      reach_dome: 'ground',
      direct_lead: 'yes',
    },
  ],
  [
    'a dome that does nothing at power-up',
    'ptz_lens',
    {
      what_changed: 'nothing',
      what_is_wrong: 'no_movement',
      self_test: 'none',
      how_powered: 'ac',
      check_adapter: 'yes',
      has_meter: 'yes',
      measure_at_camera: 'good',
      bench_test: 'dead',
    },
  ],
  [
    'a dome that wanders',
    'ptz_lens',
    {
      what_changed: 'nothing',
      what_is_wrong: 'by_itself',
      roaming_path: 'coax',
      control_unplugged: 'no',
    },
  ],
  [
    'presets that are gone after power-off',
    'ptz_lens',
    { what_changed: 'power_cut', what_is_wrong: 'presets', preset_lost: 'after_power' },
  ],
  [
    'a box camera that loses focus in zoom',
    'ptz_lens',
    {
      what_changed: 'new_device',
      what_is_wrong: 'blurred',
      fog_inside: 'no',
      when_blurred: 'constant',
      lens_kind: 'screwed',
      lens_reach: 'ground',
      where_soft: 'zoom_soft',
    },
  ],
  [
    'an iris that stays shut',
    'ptz_lens',
    { what_changed: 'nothing', what_is_wrong: 'iris', cover_iris: 'stays' },
  ],
];

describe('picture, recording, alarm, PTZ: a customer for whom nothing helps', () => {
  it.each(TYPICAL)('%s: comes to the bench in 5 to 12 steps', (name, family, table) => {
    const { steps, end } = walk(begin(trees, family, {}), answering(table));
    console.log(`${name}: ${steps.length} steps to ${end}`);
    expect(end, steps.join(' ')).toBe('bench');
    expect(steps.length, steps.join(' ')).toBeGreaterThanOrEqual(5);
    expect(steps.length, steps.join(' ')).toBeLessThanOrEqual(12);
  });
});
