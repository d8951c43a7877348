import { colleagueIn } from '../../dialogs/owner.ts';
import { type Hearing, push } from './hearing.ts';
import { readName } from './identity.ts';
import { hasHan, parts } from './text.ts';

const NAME = String.raw`([\p{L}][\p{L}'’.-]*(?:\s+\p{Lu}[\p{L}'’.-]*){0,2})`;
const HAN_NAME = String.raw`((?:\p{Script=Han}{1,4}|[A-Za-z]+)(?:\s*[/／（(]\s*(?:\p{Script=Han}{1,4}|[A-Za-z]+)[）)]?)?)`;
const SELLER = String.raw`(?:sales\s+(?:contact|person|rep(?:resentative)?|manager)|sales(?:man|woman|person)|account\s+manager)`;
const HAN_SELLER = '(?:销售|业务员|业务|客户经理|对接人|对接的人)';
const KNOWN_AT = String.raw`(?:\s+(?:with you|at your (?:company|side|end|office)|on your side|there|in sales))?`;

/** Ways to say who one's contact is. `telling`: no other person can be meant, so that an unknown name is one, too. */
const FORMS: readonly { form: RegExp; telling: boolean }[] = [
  {
    form: new RegExp(
      String.raw`\b(?:my|our)\s+(?:usual\s+|regular\s+)?(?:${SELLER}|(?:contact(?:\s+person)?|rep))${KNOWN_AT}(?:\s+(?:is|was|has been|has always been)(?:\s+(?:called|named|always))?|'s|\s*[:=])\s+${NAME}`,
      'iu',
    ),
    telling: true,
  },
  {
    form: new RegExp(
      String.raw`${NAME}\s+(?:is|was|has been)\s+(?:my|our)\s+(?:usual\s+|regular\s+)?(?:${SELLER}|contact|rep)\b`,
      'iu',
    ),
    telling: true,
  },
  {
    form: new RegExp(
      String.raw`\b(?:i|we|i'm|we're)\s+(?:have\s+|am\s+|are\s+|was\s+|were\s+)?(?:(?:always|usually|normally|only|mostly)\s+)?(?:deal|dealt|dealing|talk|talked|talking|speak|spoke|speaking|work|worked|in contact|in touch|been in contact|been in touch)\s+(?:with|to)\s+${NAME}`,
      'iu',
    ),
    telling: false,
  },
  {
    form: new RegExp(
      String.raw`${NAME}(?:\s+(?:from|in|of)\s+(?:your\s+)?sales)?\s+(?:(?:always|usually)\s+)?(?:contacted|contacts|looks after|looked after|is looking after|takes care of|took care of)\s+(?:me|us)\b`,
      'iu',
    ),
    telling: false,
  },
  {
    form: new RegExp(
      String.raw`(?:跟|和|与|找|同)(?:你们|贵公司|公司)?(?:的|那边的)?(?:销售|业务员)?\s*${HAN_NAME}\s*(?:经理|先生|女士|小姐)?(?:在)?(?:联系|对接|沟通|谈|聊|打交道)`,
      'u',
    ),
    telling: false,
  },
  { form: new RegExp(String.raw`${HAN_SELLER}(?:一直|都)?(?:是|叫)\s*${HAN_NAME}`, 'u'), telling: true },
  { form: new RegExp(String.raw`${HAN_NAME}\s*(?:一直)?是(?:我|我们)的?${HAN_SELLER}`, 'u'), telling: true },
  {
    form: new RegExp(
      String.raw`(?:一直|都|平时)?(?:是|由)?${HAN_NAME}\s*(?:一直)?(?:在)?(?:负责|对接|跟进)(?:我|我们)`,
      'u',
    ),
    telling: false,
  },
];

interface Named {
  name: string;
  telling: boolean;
}

/** Whose name a sentence gives as their contact's, by the way it is said alone. */
function namedIn(sentence: string): Named | undefined {
  for (const { form, telling } of FORMS) {
    const name = form.exec(sentence)?.at(-1);
    if (name !== undefined) return { name: properName(name), telling };
  }
  return undefined;
}

/** A first word, and what follows it as names do. */
function properName(text: string): string {
  const [first = '', ...others] = text.trim().split(/\s+/);
  const end = others.findIndex((word) => !/^\p{Lu}/u.test(word));
  return [first, ...(end < 0 ? others : others.slice(0, end))].join(' ');
}

/** Whether a sentence says who somebody's contact is. */
export function namesContact(sentence: string): boolean {
  return namedIn(sentence) !== undefined;
}

/**
 * "My contact is Anna", "我一直跟小魏联系": noted, with what else the sentence says heard after it. A name that nobody
 * here has counts only where it can be no other person's.
 */
export function hearContactNamed(
  sentence: string,
  hearing: Hearing,
  hearOther: (sentence: string) => void,
): boolean {
  const { colleagues = [], question } = hearing.context;
  const pieces = parts(sentence);
  const at = pieces.findIndex((piece) => {
    const named = namedIn(piece);
    if (!named) return false;
    if (colleagueIn(named.name, colleagues)) return true;
    // Where their own contact details are asked for, another name is theirs.
    const own = question?.prompt.startsWith('contact.') ?? false;
    return (
      named.telling && !own && /^[\p{Lu}\p{Script=Han}]/u.test(named.name) && 'value' in readName(named.name)
    );
  });
  const piece = pieces[at];
  if (piece === undefined) return false;
  push(hearing, { type: 'CONTACT_NAMED', name: namedIn(piece)?.name ?? '', text: hearing.text });
  const rest = pieces.filter((_, place) => place !== at).join(hasHan(sentence) ? '，' : ', ');
  if (rest !== '') hearOther(rest);
  return true;
}
