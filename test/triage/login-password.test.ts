import { describe, expect, it } from 'vitest';
import { begin } from '../../dialogs/triage/interpret.ts';
import { answering, LANGUAGES, stepIn, trees, triageTexts, walk } from './content.ts';
import { leadingTo, reachable } from './reach.ts';
import { expectSaid, said } from './said.ts';

const NOTHING_HELPS: [string, Record<string, string>][] = [
  ['locked out', { whose: 'mine', what_happens: 'locked', which_login: 'recorder', recovery: 'maker_code' }],
  [
    'forgotten, no button',
    {
      whose: 'ours',
      what_happens: 'forgotten',
      which_login: 'camera',
      recovery: 'nothing',
      button_outside: 'no',
    },
  ],
  [
    'forgotten, reset in vain',
    {
      whose: 'mine',
      what_happens: 'forgotten',
      which_login: 'recorder',
      other_admin: 'no',
      recovery: 'nothing',
      button_outside: 'yes',
      footage_needed: 'no',
      button_consent: 'yes',
    },
  ],
  [
    'bought used, with a paper',
    { whose: 'bought_used', proof: 'yes', what_happens: 'refused', recovery: 'maker_code' },
  ],
  ['the recorder is refused by a camera', { whose: 'mine', what_happens: 'refused', which_login: 'onvif' }],
  ['the app', { whose: 'mine', what_happens: 'forgotten', which_login: 'cloud' }],
  ['someone left', { whose: 'ours', what_happens: 'staff_left', other_admin: 'no', recovery: 'maker_code' }],
];

/** Everything that helps somebody into a device. */
const HELP = [
  'wait_out_lock',
  'first_setup',
  'type_by_hand',
  'onvif_user',
  'cloud_account',
  'set_by_admin',
  'recover_here',
  'press_button',
];

describe('login and password', () => {
  it.each(NOTHING_HELPS)('%s: comes to the bench in 4 to 12 steps where nothing helps', (name, table) => {
    const { steps, end } = walk(begin(trees, 'login_password', {}), answering(table));
    console.log(`login_password, ${name}: ${steps.length} steps to ${end}`);
    expect(end).toBe('bench');
    expect(steps.length).toBeGreaterThanOrEqual(4);
    expect(steps.length).toBeLessThanOrEqual(12);
  });

  it('asks for intrusion first: a stranger or leaked pictures go to a person at once', () => {
    expect(trees.login_password?.start).toBe('intrusion');
    expect(stepIn('login_password', 'intrusion').answers).toMatchObject({
      yes: { stop: 'compromised' },
      leaked: { stop: 'privacy' },
      unknown: { step: 'signs' },
    });
    expect(stepIn('login_password', 'signs').answers).toMatchObject({
      yes: { stop: 'compromised' },
      unknown: { end: 'bench' },
    });
  });

  it('helps nobody to access before it is clear whose device it is', () => {
    const before = reachable('login_password', ['login_password.whose']);
    for (const step of HELP) expect(before, step).not.toContain(`login_password.${step}`);
    const after = reachable('login_password');
    for (const step of HELP) expect(after, step).toContain(`login_password.${step}`);
  });

  it('ends for who is not the owner, and where it is disputed', () => {
    const { whose, proof } = {
      whose: stepIn('login_password', 'whose'),
      proof: stepIn('login_password', 'proof'),
    };
    expect(whose.answers.not_mine).toEqual({ stop: 'not_owner' });
    expect(whose.answers.disputed).toEqual({ stop: 'not_owner' });
    for (const answer of ['for_owner', 'bought_used', 'unknown']) {
      expect(whose.answers[answer]).toEqual({ step: 'proof' });
    }
    expect(proof.answers).toEqual({
      yes: { step: 'what_happens' },
      no: { stop: 'not_owner' },
      unknown: { end: 'bench' },
    });
  });

  it('asks who comes over from the network for the same things first', () => {
    const over = stepIn('network', 'page_opens').answers.login_refused;
    expect(over).toEqual({ family: 'login_password' });
  });

  it('17: a lockout is waited out without a try, after the device that keeps trying is stopped', () => {
    expect(stepIn('login_password', 'what_happens').answers.locked).toEqual({ step: 'wait_out_lock' });
    expectSaid(
      'login_password',
      'wait_out_lock',
      [/Stop all tries/, /一次都不要再试/],
      [/keeps sending the old password/, /一直在发旧密码/],
      [/channel in the recorder/, /录像机里停用它的通道/],
      [/often 30 minutes, the manual/, /常见 30 分钟，以说明书/],
    );
    for (const [index, text] of said('login_password', 'wait_out_lock').entries()) {
      const order = index === 0 ? [/keeps sending/, /Then wait/] : [/一直在发/, /然后等/];
      expect(text.search(order[0] as RegExp)).toBeLessThan(text.search(order[1] as RegExp));
    }
    expectSaid('login_password', 'type_by_hand', [/Two tries at most/, /最多试两次/]);
  });

  it('16: a recorder that a camera refuses is checked for the ONVIF user and the clocks', () => {
    expectSaid('login_password', 'onvif_user', 'ONVIF', 'UTC', 'NTP', [/user of its own/, /单独的用户/]);
  });

  it('18: no reset time and no default password is claimed for all models', () => {
    for (const text of said('login_password', 'press_button')) {
      expect(text).not.toMatch(/\d+\s*(s\b|sec|秒)/);
      expect(text).toMatch(/differ by model|每个型号不同/);
    }
    expectSaid('login_password', 'first_setup', [
      /no default that fits all models/,
      /没有各型号通用的默认密码/,
    ]);
    for (const language of LANGUAGES) {
      for (const { key, text } of triageTexts(language)) {
        expect(text, key).not.toMatch(
          /\b(admin|root)\s*[:/]|12345|888888|666666|\b0000\b|\b1111\b|master (code|password)|万能密码|超级密码/i,
        );
      }
    }
  });

  it('wherever a password, code or recovery file is spoken of as sent, it is to keep it away from here', () => {
    const steps = ['intrusion', 'first_setup', 'type_by_hand', 'cloud_account', 'recovery', 'recover_here'];
    for (const step of steps) {
      expectSaid('login_password', step, [
        /(no password or code here|don't send it to me|to nobody, me included|send the code, QR picture or file itself not here|never here)/,
        /(不要发到这里|不要发给我|也不要告诉我)/,
      ]);
    }
  });

  it('15: the reset button comes after footage, danger and an explicit yes, and says what is lost', () => {
    expect(leadingTo('login_password', 'press_button')).toEqual(['button_consent yes']);
    for (const before of ['footage_needed', 'smell', 'button_outside', 'recovery']) {
      const without = reachable('login_password', [`login_password.${before}`]);
      expect(without, before).not.toContain('login_password.press_button');
    }
    expect(stepIn('login_password', 'footage_needed').answers.yes).toEqual({ stop: 'evidence' });
    expectSaid(
      'login_password',
      'button_consent',
      [/deletes settings, users and the network address/, /设置、用户和网络地址都会清掉/],
      [/export/, /导出/],
    );
    const { yes: _yes, ...others } = stepIn('login_password', 'button_consent').answers;
    expect(Object.values(others)).toEqual([{ end: 'bench' }, { end: 'bench' }]);
  });

  it('only a button outside is pressed, after the manual is read', () => {
    expectSaid(
      'login_password',
      'button_outside',
      [/manual/, /说明书/],
      [/without taking off any cover/, /不用拆任何盖子/],
    );
    expect(stepIn('login_password', 'button_outside').answers).toMatchObject({
      no: { end: 'bench' },
      unknown: { end: 'bench' },
    });
    expectSaid(
      'login_password',
      'press_button',
      [/manual's reset page .* first/, /先看.*说明书/],
      [/no cover comes off/, /盖子一个都不拆/],
      [/ground/, /地面/],
    );
  });

  it('whoever is in again sets a password of their own and removes old users', () => {
    const entries = HELP.filter((step) => step !== 'onvif_user');
    for (const step of entries)
      expect(stepIn('login_password', step).answers.helped, step).toEqual({ step: 'own_password' });
    expectSaid(
      'login_password',
      'own_password',
      [/strong password of your own for each device/, /每台设备用一个自己的强密码/],
      [/people who left/, /离职人员/],
    );
  });
});
