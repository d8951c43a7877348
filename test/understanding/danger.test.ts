import { describe, expect, it } from 'vitest';
import { read } from './reading.ts';

function reasonOf(text: string, locale: 'en' | 'zh'): string | undefined {
  const event = read(text, 'none', locale).events.find(({ type }) => type === 'DANGER');
  return event?.type === 'DANGER' ? (event.reason ?? 'danger') : undefined;
}

describe('danger in free text', () => {
  it.each([
    ['there is a burning smell from the adapter', 'en', 'danger'],
    ['my camera sparks and the dvr is off', 'en', 'danger'],
    ['someone hacked my cameras, I see strangers logged in', 'en', 'compromised'],
    ['a strange voice from the camera talks to my kid', 'en', 'compromised'],
    ['someone is breaking in right now', 'en', 'crime'],
    ['our footage was leaked', 'en', 'privacy'],
    ['电源冒烟了', 'zh', 'danger'],
    ['摄像头被黑客控制了', 'zh', 'compromised'],
    ['有小偷，正在撬门', 'zh', 'crime'],
    ['家里的视频被泄露了', 'zh', 'privacy'],
  ] as const)('%s', (text, locale, reason) => {
    expect(reasonOf(text, locale)).toBe(reason);
  });

  it.each([
    ['no smoke, no burning smell, it just stopped', 'en'],
    ['it was not hacked, I forgot the password', 'en'],
    ['the smoke detector next to it is fine, the camera is black', 'en'],
    ['没有冒烟，就是不亮', 'zh'],
  ] as const)('%s: none', (text, locale) => {
    expect(reasonOf(text, locale)).toBeUndefined();
  });
});
