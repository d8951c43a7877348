const DAY = 86_400_000;
/** Well within the warranty. */
export const BOUGHT = new Date(Date.now() - 90 * DAY).toISOString().slice(0, 10);

/** What a customer says for whom nothing helps, from "hello" to a queued case, and the prompt that each answers. */
export const SCRIPT: readonly { says: string; prompt: string | null }[] = [
  { says: 'hello', prompt: null },
  { says: 'my dome camera at the gate has no power', prompt: 'need' },
  { says: 'done', prompt: 'fault.more' },
  { says: 'no', prompt: 'triage.no_power.smell' },
  { says: 'power_cut', prompt: 'triage.no_power.what_changed' },
  { says: 'one', prompt: 'triage.no_power.which_device' },
  { says: 'constant', prompt: 'triage.no_power.pattern' },
  { says: 'dc', prompt: 'triage.no_power.how_powered' },
  { says: 'yes', prompt: 'triage.no_power.check_adapter' },
  { says: 'no', prompt: 'triage.no_power.has_meter' },
  { says: 'not_helped', prompt: 'triage.no_power.swap_supply' },
  { says: 'dead', prompt: 'triage.no_power.bench_test' },
  { says: 'RS-D210', prompt: 'product.model' },
  { says: 'RS-4471', prompt: 'product.serial' },
  { says: BOUGHT, prompt: 'product.purchaseDate' },
  { says: '  since last Tuesday, I think ', prompt: 'product.since' },
  { says: 'authorized', prompt: 'warranty.source' },
  { says: 'intact', prompt: 'warranty.label' },
  { says: 'no', prompt: 'warranty.handling' },
  { says: 'no', prompt: 'warranty.outdoors' },
  { says: 'no', prompt: 'warranty.appearance' },
  { says: 'no', prompt: 'warranty.light' },
  { says: 'none', prompt: 'warranty.events' },
  { says: 'accept', prompt: 'outcome.verdict' },
  { says: 'Sam Carter', prompt: 'contact.name' },
  { says: 'sam@example.com', prompt: 'contact.email' },
  { says: '+44 20 7946 0018', prompt: 'contact.phone' },
  { says: 'send', prompt: 'summary.confirm' },
];

/** The steps that the case must then hold, in order. */
export const STEPS = SCRIPT.filter(({ prompt }) => prompt?.startsWith('triage.')).map(({ says, prompt }) => ({
  id: prompt?.slice('triage.'.length),
  result: says,
}));

/** The facts that the customer gave, by their names in the case. */
export const FACTS = {
  purchaseDate: BOUGHT,
  source: 'authorized',
  serialLabel: 'intact',
  tampered: 'no',
  unauthorizedRepair: 'no',
  modifiedWithoutApproval: 'no',
  hostileEnvironment: 'yes',
  suitablyProtected: 'yes',
  appearanceDamage: 'no',
  unshieldedLight: 'no',
  uncontrollableCause: 'none',
};
