import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readClaim } from '../../dialogs/warranty/read-claim.ts';
import { anyClaim } from './claims.ts';

const errorOf = (json: unknown) => {
  const read = readClaim(json);
  return 'error' in read ? read.error : undefined;
};

describe('a claim', () => {
  it('is read as it came, wherever it is valid', () => {
    expect(readClaim({})).toEqual({ claim: {} });
    fc.assert(
      fc.property(anyClaim, (claim) => {
        const early = claim.reportedOn && claim.purchaseDate && claim.reportedOn < claim.purchaseDate;
        const read = readClaim(JSON.parse(JSON.stringify(claim)));
        expect(read).toEqual(early ? { error: expect.stringContaining('reportedOn') } : { claim });
      }),
    );
  });

  it.each([[null], [[]], ['{}'], [7], [true]])('is an object: %j is none', (json) => {
    expect(errorOf(json)).toContain('object');
  });

  it.each([
    ['{"colour":"red"}', 'colour'],
    ['{"__proto__":{"source":"authorized"}}', '__proto__'],
    ['{"constructor":"yes"}', 'constructor'],
    ['{"Source":"authorized"}', 'Source'],
    ['{"source":null}', 'source'],
    ['{"source":"Authorized"}', 'source'],
    ['{"source":["authorized"]}', 'source'],
    ['{"tampered":true}', 'tampered'],
    ['{"tampered":""}', 'tampered'],
    ['{"productKind":"unknown"}', 'productKind'],
    ['{"purchaseDate":"unknown"}', 'purchaseDate'],
    ['{"purchaseDate":"2023-02-29"}', 'purchaseDate'],
    ['{"purchaseDate":"2024-13-01"}', 'purchaseDate'],
    ['{"purchaseDate":"2024-00-10"}', 'purchaseDate'],
    ['{"purchaseDate":"2024-04-31"}', 'purchaseDate'],
    ['{"purchaseDate":"2024-01-00"}', 'purchaseDate'],
    ['{"purchaseDate":"1900-02-29"}', 'purchaseDate'],
    ['{"purchaseDate":"2024-3-1"}', 'purchaseDate'],
    ['{"purchaseDate":"20240301"}', 'purchaseDate'],
    ['{"purchaseDate":"2024-03-01T00:00:00Z"}', 'purchaseDate'],
    ['{"purchaseDate":"2024-03-01\\n"}', 'purchaseDate'],
    ['{"reportedOn":1709251200000}', 'reportedOn'],
    ['{"warrantyMonths":0}', 'warrantyMonths'],
    ['{"warrantyMonths":121}', 'warrantyMonths'],
    ['{"warrantyMonths":1.5}', 'warrantyMonths'],
    ['{"warrantyMonths":"12"}', 'warrantyMonths'],
    ['{"warrantyMonths":null}', 'warrantyMonths'],
    ['{"purchaseDate":"2026-01-02","reportedOn":"2026-01-01"}', 'reportedOn'],
  ])('%s is invalid, and the error names %s', (line, key) => {
    expect(errorOf(JSON.parse(line))).toContain(key);
  });

  it('takes the edges', () => {
    expect(errorOf({ warrantyMonths: 1 })).toBeUndefined();
    expect(errorOf({ warrantyMonths: 120 })).toBeUndefined();
    expect(errorOf({ purchaseDate: '2000-02-29', reportedOn: '2000-02-29' })).toBeUndefined();
  });
});
