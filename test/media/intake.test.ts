import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { createIntake, type Source } from '../../src/media/intake.ts';
import { plainName } from '../../src/media/names.ts';
import { giving, openFilesHost } from '../helpers/files-host.ts';
import { pdf, phonePhoto, picture } from '../helpers/pictures.ts';

const log = { info() {}, warn() {}, error() {} };
const NOW = 1_772_445_600_000;

function openIntake(net?: Parameters<typeof createIntake>[0]['net']) {
  const shelved = new Map<string, { bytes: Buffer; at: number }>();
  const put = async (id: string, bytes: Uint8Array, at: number): Promise<void> => {
    shelved.set(id, { bytes: Buffer.from(bytes), at });
  };
  return { shelved, intake: createIntake({ shelf: { put }, log, now: () => NOW, ...(net && { net }) }) };
}

describe('the files of a message', () => {
  test('are kept under names that nobody can guess, and known by what they are', async () => {
    const { intake, shelved } = openIntake();
    const photo = await phonePhoto();
    const { attached } = await intake.take([
      { name: 'label.jpg', bytes: photo },
      { name: 'invoice.exe', bytes: pdf() },
      { name: 'label.jpg', bytes: photo },
    ]);
    expect(attached.refused).toEqual([]);
    expect(attached.files).toMatchObject([
      { name: 'label.jpg', type: 'image/jpeg', width: 300, height: 400 },
      { name: 'invoice.exe', type: 'application/pdf', width: null, height: null },
      { name: 'label.jpg', type: 'image/jpeg' },
    ]);
    expect(new Set(attached.files.map(({ id }) => id)).size).toBe(3);
    for (const { id, sha256, bytes } of attached.files) {
      const kept = shelved.get(id);
      expect(id).toMatch(/^[\w-]{22}$/);
      expect(kept?.at).toBe(NOW);
      expect(kept?.bytes.length).toBe(bytes);
      expect(
        createHash('sha256')
          .update(kept?.bytes ?? '')
          .digest('hex'),
      ).toBe(sha256);
    }
  });

  test('that can not be kept are named with their place and the reason, and cost the others nothing', async () => {
    const host = await openFilesHost(giving(await picture('png')));
    const { intake, shelved } = openIntake(host.net);
    const sources: Source[] = [
      { name: 'notes.txt', bytes: Buffer.from('hello') },
      { name: 'a.png', wanted: { url: 'https://files.example.com/a.png' } },
      { name: 7, refused: 'too_large' },
      { bytes: Buffer.alloc(0) },
      { name: 'b.png', wanted: { url: 'https://10.0.0.1/b.png' } },
    ];
    const { attached } = await intake.take(sources);
    expect(attached.files).toMatchObject([{ name: 'a.png', width: 60 }]);
    expect(attached.refused).toEqual([
      { name: 'notes.txt', number: 1, reason: 'no_picture' },
      { name: '', number: 3, reason: 'too_large' },
      { name: '', number: 4, reason: 'empty' },
      { name: 'b.png', number: 5, reason: 'unreachable' },
    ]);
    expect(shelved.size).toBe(1);
  });

  test('beyond eight are neither fetched nor looked at', async () => {
    const host = await openFilesHost(giving(await picture('png')));
    const { intake } = openIntake(host.net);
    const sources = Array.from({ length: 20 }, (_, nth): Source => {
      return { name: `${nth + 1}.png`, wanted: { url: `https://files.example.com/${nth + 1}` } };
    });
    const { attached } = await intake.take(sources);
    expect(attached.files).toHaveLength(8);
    expect(attached.refused.map(({ name, reason }) => `${name} ${reason}`)).toEqual(
      Array.from({ length: 12 }, (_, nth) => `${nth + 9}.png surplus`),
    );
    expect(host.asked).toHaveLength(8);
  });

  test('have small copies where they are asked for, pictures alone', async () => {
    const { intake } = openIntake();
    const { attached, previews } = await intake.take([{ bytes: await phonePhoto(2_000) }, { bytes: pdf() }], {
      previews: true,
    });
    const url = previews.get(attached.files[0]?.id ?? '') ?? '';
    const small = Buffer.from(url.replace('data:image/jpeg;base64,', ''), 'base64');
    expect(previews.size).toBe(1);
    expect(await sharp(small).metadata()).toMatchObject({ format: 'jpeg', width: 180, height: 240 });
  });

  test('are no customer’s fault where the shelf can not take them', async () => {
    const intake = createIntake({
      shelf: { put: () => Promise.reject(new Error('the disk is full')) },
      log,
      now: () => NOW,
    });
    await expect(intake.take([{ bytes: await picture('png') }])).rejects.toThrow('the disk is full');
  });
});

test.each([
  ['IMG_0001.HEIC', 'IMG 0001.HEIC'],
  ['../../etc/passwd', 'passwd'],
  ['C:\\Users\\ann\\标签 (1).jpg', '标签 (1).jpg'],
  ['<img src=x onerror=alert(1)>.png', 'img src x onerror alert(1) .png'],
  ['[click](https://evil.example.net)', 'evil.example.net)'],
  ['**bold** _x_ `code` @all', 'bold x code all'],
  ['a\u202egnp.exe', 'a gnp.exe'],
  ['line\nbreak\0.jpg', 'line break .jpg'],
  ['...', ''],
  [undefined, ''],
  [{ name: 'x' }, ''],
])('the name %j is shown as %j', (name, shown) => {
  expect(plainName(name)).toBe(shown);
});

test('a long name keeps its beginning and its end', () => {
  const shown = plainName(`${'x'.repeat(300)}.jpeg`);
  expect([...shown].length).toBeLessThanOrEqual(60);
  expect(shown).toMatch(/^x+….*\.jpeg$/);
});
