import { describe, expect, test } from 'vitest';
import { withoutPasswords } from '../../src/understanding/passwords.ts';
import { read, said } from './reading.ts';

describe('a password in a message', () => {
  test.each([
    ['the login is admin and the password is Summer2024! but it does not work', 'Summer2024'],
    ['It is admin / Hello123!', 'Hello123'],
    ['pwd: 4711x', '4711x'],
    ['the password for the recorder is Pass99word.', 'Pass99'],
    ['密码是abc12345，登录不上', 'abc12345'],
    ['录像机密码：888888', '888888'],
  ])('is left out of what is noted, and that is said: %s', (text, secret) => {
    expect(said(text, 'describe')[0]).toBe('CHATTED password_hidden');
    expect(JSON.stringify(read(text, 'describe'))).not.toContain(secret);
  });

  test.each([
    'the password is wrong',
    'I lost the password of recorder 2',
    'the password has 8 characters',
    'the admin and camera2 are offline',
    '密码忘了，2台录像机',
    '验证码收不到',
    'serial RS2210045, password forgotten',
  ])('is not found in: %s', (text) => {
    expect(withoutPasswords(text)).toBe(text);
  });
});
