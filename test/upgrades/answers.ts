/** What a customer of these conversations answers, by the question; what is not here is skipped. */
const ANSWERS: Readonly<Record<string, string>> = {
  'sales.confirm': 'yes',
  'fault.label': 'other',
  'fault.add': 'no',
  'fault.more': 'done',
  'product.model': 'RS-D200',
  'product.serial': 'RS26-0700001',
  'product.purchaseDate': '2026-03-02',
  'product.since': 'since May',
  'product.firmware': 'v2.1.4',
  'warranty.source': 'authorized',
  'warranty.label': 'intact',
  'warranty.handling': 'no',
  'warranty.place': 'indoors',
  'warranty.events': 'none',
  'outcome.verdict': 'accept',
  'contact.name': 'Sam Carter',
  'contact.email': 'sam@example.com',
  'contact.phone': '+44 20 7946 0018',
  'summary.confirm': 'send',
  'summary.edit': 'skip',
};

export function answerTo(prompt: string): string {
  if (/^triage\..*\.(?:smell|look_from_afar|danger.*)$/.test(prompt)) return 'no';
  return ANSWERS[prompt] ?? 'skip';
}
