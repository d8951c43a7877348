import type { IncomingMessage } from 'node:http';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clientAddress, createLimiter, readProxies } from '../../src/channels/limits.ts';

describe('a limiter', () => {
  test('lets a burst through, then one as often as it is filled up', () => {
    const limiter = createLimiter(2, 0.5);
    expect([0, 0, 0].map((now) => limiter.take('a', now))).toEqual([0, 0, 2]);
    expect(limiter.take('b', 0)).toBe(0);
    expect(limiter.take('a', 1_999)).toBe(1);
    expect(limiter.take('a', 2_000)).toBe(0);
    expect(limiter.take('a', 2_000)).toBe(2);
  });

  test('never lets more through than its burst and what was filled up', () => {
    const steps = fc.array(fc.integer({ min: 0, max: 3_000 }), { maxLength: 100 });
    fc.assert(
      fc.property(steps, (waits) => {
        const limiter = createLimiter(5, 1);
        let now = 0;
        let passed = 0;
        for (const wait of waits) {
          now += wait;
          if (limiter.take('a', now) === 0) passed++;
        }
        expect(passed).toBeLessThanOrEqual(5 + now / 1_000);
      }),
    );
  });

  test('forgets the key that is longest unused, and never a clock that went back', () => {
    const limiter = createLimiter(1, 0.001, 2);
    for (const key of ['a', 'b', 'c']) limiter.take(key, 1_000);
    expect(limiter.wait('c', 500)).toBeGreaterThan(0);
    expect(limiter.wait('a', 1_000)).toBe(0);
  });
});

describe('the address of who asks', () => {
  const trusts = readProxies('10.0.0.0/8') ?? (() => false);
  const from = (remoteAddress: string, forwarded?: string): string =>
    clientAddress(
      { socket: { remoteAddress }, headers: { 'x-forwarded-for': forwarded } } as unknown as IncomingMessage,
      trusts,
    );

  test('is the connection’s, unless a trusted proxy vouches for another', () => {
    expect(from('203.0.113.5', '1.2.3.4')).toBe('203.0.113.5');
    expect(from('10.0.0.1', '1.2.3.4')).toBe('1.2.3.4');
    expect(from('::ffff:10.0.0.1', '6.6.6.6, 1.2.3.4, 10.0.0.2')).toBe('1.2.3.4');
    expect(from('10.0.0.1', 'no address')).toBe('10.0.0.1');
    expect(from('10.0.0.1')).toBe('10.0.0.1');
  });
});
