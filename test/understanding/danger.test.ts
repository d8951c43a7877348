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
    ['there is a funny smell coming from the recorder', 'en', 'danger'],
    ['the power supply is hot and buzzing', 'en', 'danger'],
    ['the adapter gets very hot', 'en', 'danger'],
    ['someone is breaking into my shop right now and the camera is black', 'en', 'crime'],
    ['a thief is in the warehouse and there is no picture', 'en', 'crime'],
    ['someone put footage from my bedroom camera on the internet', 'en', 'privacy'],
    ['my videos from the camera were leaked', 'en', 'privacy'],
    ['somebody is talking through my baby camera', 'en', 'compromised'],
    ['录像机闻着怪怪的，有点糊', 'zh', 'danger'],
    ['电源适配器很烫还嗡嗡响', 'zh', 'danger'],
    ['有人在我店里偷东西，摄像头看不到画面', 'zh', 'crime'],
    ['店里进小偷了，就现在，摄像头黑屏', 'zh', 'crime'],
    ['有人正在撬我家门，摄像头没画面', 'zh', 'crime'],
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
    ['no strange smell and it is not very hot either', 'en'],
    ['on very hot days the picture drops out', 'en'],
    ['is it normal that the camera gets a bit warm?', 'en'],
    ['I want to put footage on a usb stick', 'en'],
    ['someone stole my camera last year', 'en'],
    ['the sound is buzzing', 'en'],
    ['画面有点糊', 'zh'],
    ['没有异味，也不烫，就是不亮', 'zh'],
    ['昨晚进了小偷，想调录像', 'zh'],
    ['怕有人偷东西想装个摄像头', 'zh'],
    ['声音嗡嗡响', 'zh'],
  ] as const)('%s: none', (text, locale) => {
    expect(reasonOf(text, locale)).toBeUndefined();
  });
});
