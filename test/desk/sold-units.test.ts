import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findSoldUnits, importSoldUnits, readSoldUnits } from '../../src/desk/sold-units.ts';
import { silentLog } from '../../src/log.ts';
import { openEmbeddedStore } from '../../src/store/open.ts';

const HEADER = 'serial,model,kind,sold_on,warranty_months,source,customer,owner';
const isSales = (id: string): boolean => id === 'anna';

describe('the list of sold units', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'sold-units-'));
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  it('is read from CSV, with serial numbers in capitals and quoted names whole', () => {
    const csv = `${HEADER}\r\nrs1,RS-D200,camera,2026-03-02,24,authorized,"Carter, Sons",anna\r\n\r\nrs2,RS-R4,other,2024-02-29,12,unauthorized,,\r\n`;
    expect(readSoldUnits(csv, isSales)).toEqual({
      units: [
        {
          serial: 'RS1',
          model: 'RS-D200',
          kind: 'camera',
          soldOn: '2026-03-02',
          warrantyMonths: 24,
          source: 'authorized',
          customer: 'Carter, Sons',
          owner: 'anna',
        },
        {
          serial: 'RS2',
          model: 'RS-R4',
          kind: 'other',
          soldOn: '2024-02-29',
          warrantyMonths: 12,
          source: 'unauthorized',
          customer: '',
          owner: null,
        },
      ],
    });
  });

  it('names every bad row with its line, and takes none then', () => {
    const rows = [
      'a,M,camera,2026-02-30,12,authorized,,',
      'b,M,drone,2026-02-01,12,authorized,,',
      'c,M,camera,2026-02-01,0,authorized,,',
      'd,M,camera,2026-02-01,12,authorized,,tom',
      'e,M,camera,2026-02-01,12,authorized,,',
      'E,M,camera,2026-02-01,12,authorized,,',
      'f,M,camera',
    ];
    const read = readSoldUnits([HEADER, ...rows].join('\n'), isSales);
    const problems = 'problems' in read ? read.problems : [];
    expect(problems.map((problem) => problem.split(':')[0])).toEqual([
      'line 2',
      'line 3',
      'line 4',
      'line 5',
      'line 7',
      'line 8',
    ]);
    expect(problems[0]).toContain('sold_on');
    expect(problems[3]).toContain('tom');
  });

  it('refuses a file with another header', () => {
    expect(readSoldUnits('serial,model\n1,2', isSales)).toEqual({
      problems: [`line 1: the header must be ${HEADER}`],
    });
  });

  it('is found again by serial number, the newest import counting', async () => {
    const store = await openEmbeddedStore({ dir, log: silentLog });
    const read = readSoldUnits(`${HEADER}\nrs1,RS-D200,camera,2026-03-02,24,authorized,,anna`, isSales);
    const units = 'units' in read ? read.units : [];
    await importSoldUnits(store, units);
    await importSoldUnits(
      store,
      units.map((unit) => ({ ...unit, model: 'RS-D210' })),
    );
    expect(await findSoldUnits(store, ['RS1', 'RS9'])).toEqual([{ ...units[0], model: 'RS-D210' }]);
    await store.close();
  });
});
