const PEOPLE =
  '(?:real |live |human |actual |sales )?(?:person|human(?: being)?|people|agent|operator|technician|representative|rep|someone|somebody|anyone|anybody|staff)';
const ENGLISH = new RegExp(
  String.raw`\b(?:(?:i|we)\s+)?(?:(?:really|actually|still|also)\s+)?(?:do\s*n[o']?t|dont|don’t|do not)\s+(?:really\s+)?(?:want|need|wish|like|have)(?:\s+to)?(?:\s+(?:talk|speak|chat|be (?:transferred|connected|passed on|forwarded|handed over)))?(?:\s+(?:to|with|for))?(?:\s+(?:a|an|any|the|your))?\s+${PEOPLE}(?![\w-])(?!\s+(?:\w{2,}ing|who|to|else)\b)(?:\s+(?:please|now|yet))?` +
    String.raw`|\b(?:please\s+)?(?:do\s*n[o']?t|dont|don’t|do not)\s+(?:transfer|connect|hand|put|forward|pass|send)\s+(?:me|us|this|it)\s*(?:over|on|through)?\s+(?:to|with)\s+(?:a|an|any|the|your)?\s*${PEOPLE}(?![\w-])` +
    String.raw`|\b(?:no need|not necessary)\s+(?:for|to (?:talk|speak|chat) (?:to|with)|of)(?:\s+(?:a|an|any|the|your))?\s+${PEOPLE}(?![\w-])` +
    String.raw`|(?<!why )\b(?:not|no)\s+(?:a|an|any)?\s*(?:person|human|agent|operator)(?:\s+(?:please|needed|necessary|required))+`,
  'giu',
);
const HAN =
  /(?:我)?(?:不用|不要|不需要|不想|无需|没必要|用不着|别|甭|先不)(?:再)?(?:给我|帮我)?(?:转接?|找|要|叫|接|换|跟|和|联系)?(?:人工(?:客服|服务)?|真人|客服|技术员|工程师)(?:来)?(?:说话?|聊天?|谈|讲话?|沟通)?(?:了)?|(?:我)?(?:不用|不是要|不需要|不是来|不要)(?:报修|维修|修理|保修)(?:的|了)?/gu;

/**
 * A text without the words that decline a person ("I don't want a human", 别给我转人工) or a repair: who says what they do
 * not want has asked for nothing by it. A bot that is declined is another thing.
 */
export function withoutDeclined(text: string): string {
  const left = text.replace(ENGLISH, ' ').replace(HAN, ' ');
  return left === text
    ? text
    : left
        .replace(/^[\s,，.。;；!！、]+|[\s,，;；、]+$/gu, '')
        .replace(/^(?:but|just|and|因为|就是|只是)\s+/iu, '');
}
