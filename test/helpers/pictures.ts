import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';

/** A photo as a phone takes it: held upright, with place, time and owner noted. `size`: its longer edge, in pixels. */
export function phonePhoto(size = 400): Promise<Buffer> {
  return noise(size, Math.round(size * 0.75))
    .jpeg({ quality: 90 })
    .withExif({
      IFD0: { Make: 'PhoneMaker', Copyright: 'Ann Hill', DateTime: '2026:03:02 10:00:00' },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 30/1 0/1' },
    })
    .withMetadata({ orientation: 6 })
    .toBuffer();
}

export function picture(type: 'png' | 'webp' | 'gif' | 'avif' | 'tiff', size = 60): Promise<Buffer> {
  return noise(size, size).toFormat(type).toBuffer();
}

/** A GIF that moves. */
export async function movingGif(frames: number): Promise<Buffer> {
  const pages = Array.from({ length: frames }, (_, nth) =>
    sharp({ create: { width: 20, height: 20, channels: 3, background: { r: nth % 256, g: 90, b: 30 } } })
      .png()
      .toBuffer(),
  );
  return sharp(await Promise.all(pages), { join: { animated: true } })
    .gif()
    .toBuffer();
}

function noise(width: number, height: number) {
  const create = { width, height, channels: 3, background: '#777' } as const;
  return sharp({ create: { ...create, noise: { type: 'gaussian', mean: 120, sigma: 30 } } });
}

/** A few bytes that say they are a PNG of that many pixels; `rows` of them are really there. */
export function pngOf(width: number, height: number, rows = 0): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([1, 0, 0, 0, 0], 8);
  const pixels = deflateSync(Buffer.alloc(rows * (Math.ceil(width / 8) + 1)), { level: 9 });
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', head),
    chunk('IDAT', pixels),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
}

/** The head of a HEIC photo as a phone writes it. */
export function heic(): Buffer {
  const brands = Buffer.from('ftypheic\0\0\0\0mif1heic');
  const length = Buffer.alloc(4);
  length.writeUInt32BE(brands.length + 4);
  return Buffer.concat([length, brands, Buffer.alloc(400)]);
}

/** A PDF of one page; `objects` are put in beside it. */
export function pdf(objects = '', end = '%%EOF\n'): Buffer {
  return Buffer.from(
    `%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n` +
      `${objects}\ntrailer\n<</Root 1 0 R>>\nstartxref\n0\n${end}`,
    'latin1',
  );
}

/** Objects of a PDF, packed into a stream. */
export function packedObjects(objects: string): string {
  const packed = deflateSync(Buffer.from(objects)).toString('latin1');
  return `3 0 obj\n<</Type /ObjStm/N 1/First 4/Filter/FlateDecode/Length ${packed.length}>>\nstream\n${packed}\nendstream\nendobj`;
}
