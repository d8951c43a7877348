/** Names and numbers that stand for a unit, not for what it does: models, serial numbers, error codes. */
export interface Codes {
  model?: string;
  serial?: string;
  errorCode?: string;
}

const IS = String.raw`\s*(?:is|are|was|=|:|：|#|是|为)?\s*`;
const SERIAL = new RegExp(
  String.raw`(?:\b(?:the |my |its )?serial(?:\s*(?:numbers?|nos?\b\.?|num\b\.?|#))?|\bs\s?\/\s?n\b\.?|\bsn\b|序列号码?|机身号|编号)${IS}((?=[A-Za-z0-9/_-]*\d)[A-Za-z0-9][A-Za-z0-9/_-]{3,28})`,
  'iu',
);
const MODEL = new RegExp(
  String.raw`(?:\b(?:the |my |its )?model(?:\s*(?:number|no\b\.?|name|#))?|型号)${IS}((?=[A-Za-z0-9/+-]*\d)[A-Za-z0-9][A-Za-z0-9/+-]{1,28})`,
  'iu',
);
const ERROR_CODE = new RegExp(
  String.raw`(?:\berror(?:\s*(?:code|no\b\.?|number))?|\bfault code|\berr(?=[\s:]*#)|错误代?码?|故障代?码|报错)${IS}((?=[A-Za-z0-9-]*\d)[A-Za-z0-9][A-Za-z0-9-]{0,15})`,
  'iu',
);
/** A code as a display shows it: `ERR 502`, `E-31`. */
const SHOWN_CODE = /\b(?:ERR[ -]?\d{1,5}|E-?\d{2,4})\b/u;

const TOKEN = /[A-Za-z0-9]+(?:[-_/+][A-Za-z0-9]+)*/gu;
/** Measures and standards that mix letters and digits, and name no unit. */
const MEASURE =
  /^(?:[\d/.-]+[a-z]{1,4}|(?:ch|cam|cams|camera|channel|port|ip|ipv|h|mp|rj|cat|usb|ps|wifi|err|e|win|windows|gen|lan|wan|hdmi|no|nr|day|p|g|v|ax|s|ios|android|covid|b|vga|poe|ok)-?\d{1,5}[a-z]?|0x[\da-f]+|\d+-(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*-\d+)$/iu;
/** Measures as customers say them of any unit: `4k`, `12v`, `5mp`, `2nd`. */
const UNIT_OF =
  /^\d+(?:v|w|mp|k|p|m|a|mm|cm|ft|gb|tb|mb|hz|ghz|am|pm|h|st|nd|rd|th|x|fps|days?|years?|months?|weeks?)$/iu;
const LONGEST_MODEL_DIGITS = 5;
const SERIAL_DIGITS = 6;

/** Whether a token looks like a model or a serial number: capitals and digits, or a serial's many digits. */
export function isCode(token: string): boolean {
  if (!/\d/.test(token) || !/[a-z]/i.test(token) || token.length < 4 || MEASURE.test(token)) return false;
  const digits = token.replace(/\D/g, '').length;
  if (digits >= SERIAL_DIGITS) return true;
  if (/^\d+-[a-z]+$/i.test(token)) return false;
  return /[A-Z]/.test(token) ? digits >= 2 : digits >= 3 && token.includes('-');
}

/** Whether a word of letters and digits is a measure: `4k`, `12v`. */
export function isMeasure(word: string): boolean {
  return UNIT_OF.test(word);
}

/** The codes that a text names, the model in the maker's own spelling where it is known. */
export function codesIn(text: string, models: readonly string[]): Codes {
  const plain = text.normalize('NFKC');
  const serial = SERIAL.exec(plain)?.[1];
  const named = MODEL.exec(plain)?.[1];
  const errorCode = SHOWN_CODE.exec(plain)?.[0] ?? ERROR_CODE.exec(plain)?.[1];
  const bare = (plain.match(TOKEN) ?? []).filter(
    (token) => isCode(token) && token !== serial && token !== named && token !== errorCode,
  );
  const model = knownModel(plain, models) ?? named ?? bare.find(looksLikeModel);
  const number =
    serial ?? bare.find((token) => token !== model && !looksLikeModel(token) && !isPart(token, model));
  return {
    ...(model !== undefined && { model }),
    ...(number !== undefined && { serial: number.toUpperCase() }),
    ...(errorCode !== undefined && { errorCode }),
  };
}

function isPart(token: string, model: string | undefined): boolean {
  return model?.toLowerCase().includes(token.toLowerCase()) ?? false;
}

function looksLikeModel(token: string): boolean {
  return token.includes('-') && token.replace(/\D/g, '').length <= LONGEST_MODEL_DIGITS;
}

/** A known model that stands in a text as a word of its own, however it is spaced and hyphenated. */
export function knownModel(text: string, models: readonly string[]): string | undefined {
  return models.find((model) => spelled(model)?.test(text));
}

const spellings = new Map<string, RegExp | undefined>();

function spelled(model: string): RegExp | undefined {
  if (!spellings.has(model)) {
    const pieces = model.match(/[\p{L}\p{N}]+/gu);
    const between = String.raw`[^\p{L}\p{N}]?`;
    const source = pieces?.join(between);
    spellings.set(
      model,
      source === undefined
        ? undefined
        : new RegExp(String.raw`(?:\bmodel(?:\s*is)?\s*)?(?<![a-z0-9])${source}(?![a-z0-9])`, 'iu'),
    );
  }
  return spellings.get(model);
}

/** A text without its models and serial numbers, and the words that announce them: they say nothing of a fault. */
export function withoutCodes(text: string, models: readonly string[]): string {
  if (!/\d/.test(text) && models.length === 0) return text;
  let left = text.normalize('NFKC').replace(SERIAL, ' ').replace(MODEL, ' ');
  for (const model of models) {
    const known = spelled(model);
    if (known) left = left.replace(known, ' ');
  }
  return left.replace(TOKEN, (token) => (isCode(token) || SHOWN_CODE.test(token) ? ' ' : token));
}
