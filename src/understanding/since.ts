import { hasHan } from './text.ts';

const NUMBER = String.raw`(?:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|several|some|(?:a )?few|(?:a )?couple(?: of)?|many|half a|about \d+|almost a|over a|more than a)`;
const UNIT = `(?:days?|weeks?|months?|years?|nights?|fortnight|weekends?)`;
const MONTH = `(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)`;
const WEEKDAY = `(?:mon|tues?|wednes|thurs?|fri|satur|sun)day`;
const PART = `(?: (?:morning|afternoon|evening|night|noon))?`;
/** A time in the past, or how long something has lasted. */
const TIME = [
  `(?:the day before )?yesterday${PART}`,
  `(?:last|past|previous) (?:night|evening|week|weekend|month|year|summer|winter|spring|autumn|fall|${MONTH}|${WEEKDAY})${PART}`,
  `this (?:morning|afternoon|evening|week|weekend|month|year)`,
  `(?:the (?:last|past) )?${NUMBER} (?:hours?|${UNIT}) (?:ago|back|now)`,
  String.raw`(?:\d{1,2}(?:st|nd|rd|th)?(?: of)? ${MONTH}|(?:early |late |mid )?${MONTH} \d{1,2}(?:st|nd|rd|th)?)(?:,? \d{4})?`,
  String.raw`(?:early |late |mid[- ])?in (?:early |late |mid[- ])?${MONTH}(?: \d{4})?`,
  `on (?:last )?${WEEKDAY}${PART}`,
  `the other (?:day|night|week)`,
].join('|');
const BARE = new RegExp(String.raw`\b(?:${TIME})\b`, 'iu');
const LASTED = new RegExp(
  String.raw`\b(?:for|from|over|during|in)\s+((?:the |these )?(?:last|past) (?:${NUMBER} )?${UNIT})\b|\b(?:for|from|over)\s+((?:already |about |almost |over |nearly |like |around |more than )*(?:(?:the )?${NUMBER} ${UNIT}|(?:days|weeks|months|years)|(?:quite )?a while|some time|ages|(?:a )?long(?: time)?))\b`,
  'iu',
);
const SINCE =
  /\b(?:ever since|since|starting(?: from| on)?|from(?= (?:yesterday|last|this|today|monday|tuesday|wednesday|thursday|friday|saturday|sunday|\d)))\s+/iu;
const MOST_WORDS = 7;
/** Here the words of time end and the next statement begins. */
const END =
  /[,;:.!?()\n]|\s[-–—]|\s+(?:and|but|also|so|then|it|its|they|he|she|i|we|my|our|there|no|has|have|are|is|cannot|can|does|(?:the|a|all|\d+|one|two|three|four|both) (?:\w+ )?(?:cameras?|cams?|domes?|bullets?|ptzs?|recorders?|dvrs?|nvrs?|pictures?|images?|monitors?|screens?|app|sound|switch|system|video))\b/iu;

const HAN_NUMBER = '(?:[一二两三四五六七八九十几]|\\d{1,3}|好几|十几|几十)';
const HAN_TIME = [
  '(?:大前天|前天|昨天|昨日|昨晚|昨夜|今天|今早|今晨|前晚)(?:早上|上午|中午|下午|晚上|夜里|凌晨|半夜)?',
  '(?:上上?|这|本)(?:个)?(?:星期|礼拜|周|月)(?:[一二三四五六日天末](?!个))?',
  '(?:周|星期|礼拜)[一二三四五六日天末](?=.{0,3}(?:开始|起|以来|就|之后|以后|那天|晚上|早上|下午|上午|后))',
  '(?:今年|去年|前年)?(?:\\d{1,2}|[一二三四五六七八九十]{1,3})月(?:份|初|底|中旬)?(?:(?:\\d{1,2}|[一二三四五六七八九十]{1,3})[号日])?',
  '(?:\\d{1,2}|[一二三四五六七八九十]{1,3})[号](?=开始|起|以来|之后|以后|那天)',
  '(?:今年|去年|前年)(?:年初|年底|夏天|冬天|春天|秋天|春节|国庆)?(?!买|购|装的|安装)',
  '(?:月初|年初|最近(?:几天|一段时间)?|这几天|这两天|前几天|前两天|近几天|前段时间|前阵子|这段时间)',
  `(?<![\\d第每隔])(?:大概|差不多|快)?(?:半个?(?:多)?月|半年|${HAN_NUMBER}个?多?(?:天|日|周|星期|礼拜|月|年|个月)(?:多)?)(?!都|会|一次|内)`,
  '很久|好久|好长时间|一段时间',
].join('|');
const HAN_SINCE = /(?:自从|从|自打|自)([^，。；！？,;\n]{1,14}?)(?:开始|以后|之后|以来|起)/u;
const HAN_BARE = new RegExp(HAN_TIME, 'u');

/** Since when, in the words that were said: "since the storm", "last night", "三天". */
export function sinceIn(text: string): string | undefined {
  if (hasHan(text)) return HAN_SINCE.exec(text)?.[0] ?? HAN_BARE.exec(text)?.[0];
  const since = SINCE.exec(text);
  const tail =
    since &&
    text
      .slice(since.index + since[0].length)
      .split(END)[0]
      ?.trim();
  const said =
    tail && !/^(?:then|that|when|it|to|up|at)?$/iu.test(tail)
      ? `${since?.[0].trim()} ${firstWords(tail)}`
      : undefined;
  const bare = BARE.exec(text)?.[0];
  return said ?? bare?.replace(/^on /iu, '') ?? lastedIn(text);
}

function lastedIn(text: string): string | undefined {
  const found = LASTED.exec(text);
  return found?.[1] ?? found?.[2];
}

function firstWords(text: string): string {
  return text.split(/\s+/).slice(0, MOST_WORDS).join(' ');
}
