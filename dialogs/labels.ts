/** The fault families: what can be wrong with a unit. */
export const FAULT_FAMILIES = [
  'no_power',
  'no_video',
  'poor_image',
  'night_vision',
  'network',
  'recording_playback',
  'motion_alarm',
  'ptz_lens',
  'audio',
  'login_password',
  'firmware_config',
  'physical_damage',
] as const;

/** What a customer's words can mean: the fault families and four that are no fault. */
export const LABELS = [
  ...FAULT_FAMILIES,
  'warranty_repair',
  'presales_order',
  'human_agent',
  'other',
] as const;

export type FaultFamily = (typeof FAULT_FAMILIES)[number];
export type Label = (typeof LABELS)[number];

/** Whether a label names a fault, so that it belongs on the fault list. */
export function isFault(label: Label): label is FaultFamily {
  return (FAULT_FAMILIES as readonly Label[]).includes(label);
}
