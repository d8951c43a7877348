import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { examine, MOST_BYTES } from '../../src/media/examine.ts';
import { heic, movingGif, packedObjects, pdf, phonePhoto, picture, pngOf } from '../helpers/pictures.ts';

const reasonOf = (bytes: Buffer): Promise<string> =>
  examine(bytes).then(
    ({ known }) => known.type,
    (error: { reason?: string }) => error.reason ?? String(error),
  );

describe('a photo', () => {
  test('is kept upright, as a JPEG, without what the camera noted', async () => {
    const photo = await phonePhoto(400);
    expect(photo.includes('PhoneMaker') && photo.includes('Ann Hill')).toBe(true);
    const { bytes, known } = await examine(photo);
    const { exif, icc, xmp, iptc, orientation, format } = await sharp(bytes).metadata();
    expect({ exif, icc, xmp, iptc, orientation, format }).toEqual({ format: 'jpeg' });
    expect(bytes.includes('PhoneMaker') || bytes.includes('Ann Hill') || bytes.includes('Exif')).toBe(false);
    expect(known).toMatchObject({ type: 'image/jpeg', width: 300, height: 400, bytes: bytes.length });
  });

  test('of many pixels is made smaller, but stays readable', async () => {
    const { known } = await examine(await phonePhoto(4_800));
    expect([known.width, known.height]).toEqual([3_072, 4_096]);
  });

  test.each(['png', 'webp', 'gif', 'avif'] as const)('may be a %s', async (type) => {
    expect(await reasonOf(await picture(type))).toBe('image/jpeg');
  });

  test('with nothing where nothing is drawn has white there', async () => {
    const clear = sharp({ create: { width: 8, height: 8, channels: 4, background: '#ff000000' } }).png();
    const { bytes } = await examine(await clear.toBuffer());
    expect((await sharp(bytes).stats()).channels.map(({ min }) => min)).toEqual([255, 255, 255]);
  });

  test('that moves is kept as its first frame', async () => {
    expect((await examine(await movingGif(30))).known).toMatchObject({ width: 20, height: 20 });
  });

  test('is known by what it is, not by what was put behind or before it', async () => {
    const photo = await phonePhoto();
    const behind = Buffer.concat([photo, Buffer.from('PK\x03\x04<script>alert(1)</script>MZ')]);
    const { bytes } = await examine(behind);
    expect(bytes.includes('<script') || bytes.includes('PK\x03\x04')).toBe(false);
    expect(await reasonOf(Buffer.concat([Buffer.from('<html><script>'), photo]))).toBe('no_picture');
  });
});

describe('what is no photo to keep', () => {
  test('is refused by its reason', async () => {
    const photo = await phonePhoto();
    const cases: [string, Buffer, string][] = [
      ['nothing', Buffer.alloc(0), 'empty'],
      ['more bytes than are taken', Buffer.alloc(MOST_BYTES + 1, photo), 'too_large'],
      ['a photo cut off in the middle', photo.subarray(0, photo.length / 2), 'damaged'],
      ['a photo cut off in its head', photo.subarray(0, 40), 'damaged'],
      ['a photo with holes', Buffer.concat([photo.subarray(0, 700), photo.subarray(4_000)]), 'damaged'],
      ['a HEIC photo', heic(), 'heic'],
      ['a TIFF', await picture('tiff'), 'no_picture'],
      ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'), 'no_picture'],
      ['a page', Buffer.from('<!doctype html><script>alert(1)</script>'), 'no_picture'],
      ['a program', Buffer.from('MZ\x90\0\x03\0\0\0'.padEnd(2_000, '\0'), 'latin1'), 'no_picture'],
      ['an archive', Buffer.from('PK\x03\x04'.padEnd(200, '\0'), 'latin1'), 'no_picture'],
      ['words', Buffer.from('it is black at night'), 'no_picture'],
      ['bytes of no kind', Buffer.alloc(5_000, 0xa5), 'no_picture'],
    ];
    for (const [what, bytes, reason] of cases) {
      expect([what, await reasonOf(bytes)]).toEqual([what, reason]);
    }
  });

  test('is refused by its pixels before any is decoded', async () => {
    const before = process.memoryUsage().rss;
    expect(await reasonOf(pngOf(60_000, 60_000, 200))).toBe('too_many_pixels');
    expect(await reasonOf(pngOf(10_000, 6_401))).toBe('too_many_pixels');
    expect(await reasonOf(pngOf(0x7fffffff, 0x7fffffff))).not.toBe('image/jpeg');
    const gif = Buffer.from(await picture('gif'));
    const frame = gif.indexOf(Buffer.from([0x2c, 0, 0, 0, 0]));
    for (const place of [6, 8, frame + 5, frame + 7]) gif.writeUInt16LE(60_000, place);
    expect(await reasonOf(gif)).toBe('too_many_pixels');
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 * 1024);
  });

  test('of 64 million empty pixels in a few bytes is cut off, not waited for', async () => {
    expect(await reasonOf(pngOf(8_000, 8_000, 10))).toBe('damaged');
  });
});

describe('a PDF', () => {
  test('that is only pages is kept as it came', async () => {
    const { bytes, known } = await examine(pdf(packedObjects('5 0 <</Type/Page/Note(hello)>>')));
    expect(known).toMatchObject({ type: 'application/pdf', width: null, height: null });
    expect(bytes.toString('latin1')).toContain('/Catalog');
  });

  const active: [string, Buffer, string][] = [
    ['a script', pdf('4 0 obj\n<</S/JavaScript/JS(app.alert(1))>>\nendobj'), 'unsafe'],
    ['a script by another spelling', pdf('4 0 obj\n<</S/J#61vaScript>>\nendobj'), 'unsafe'],
    ['a script, packed', pdf(packedObjects('5 0 <</S/JavaScript/JS(app.alert(1))>>')), 'unsafe'],
    ['a program to start', pdf('4 0 obj\n<</S/Launch/F(cmd.exe)>>\nendobj'), 'unsafe'],
    ['another file in it', pdf('4 0 obj\n<</Type/EmbeddedFile>>\nendobj'), 'unsafe'],
    ['a form that is sent', pdf('4 0 obj\n<</S/SubmitForm/F(https://x)>>\nendobj'), 'unsafe'],
    ['a password', pdf('4 0 obj\n<</Encrypt 5 0 R>>\nendobj'), 'unsafe'],
    ['an archive in it', pdf('PK\x03\x04'), 'unsafe'],
    ['a page in it', pdf('<SCRIPT>alert(1)</SCRIPT>'), 'unsafe'],
    ['objects that do not unpack', pdf('3 0 obj\n<</Type/ObjStm>>\nstream\nxxxx\nendstream'), 'unsafe'],
    ['objects that unpack without end', pdf(packedObjects(' '.repeat(40_000_000))), 'unsafe'],
    ['a stream without end', pdf('3 0 obj\n<</Type/ObjStm>>\nstream\nxxxx'), 'damaged'],
    ['no end', pdf('', ''), 'damaged'],
  ];
  test.each(active)('with %s is not', async (_what, bytes, reason) => {
    expect(await reasonOf(bytes)).toBe(reason);
  });
});
