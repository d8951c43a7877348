import type { Sharp } from 'sharp';
import { FILE_LIMITS } from '../../dialogs/files.ts';
import { FileRefused } from './refused.ts';

/** A picture as it is kept: upright, without what the camera noted (place, time, owner), and nothing but pixels in it. */
export interface Picture {
  bytes: Buffer;
  width: number;
  height: number;
}

const MOST_PIXELS = FILE_LIMITS.megapixels * 1_000_000;
/** A serial label stays readable, and a technician's screen is not larger. */
const LONGEST_EDGE = 4_096;
const QUALITY = 85;
const SECONDS = 5;
const PREVIEW_EDGE = 240;

/** What reads a picture, of all that the library could: the rest is more to go wrong. */
const LOADERS = ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Heif'].map((name) => `VipsForeignLoad${name}Buffer`);

let loaded: ReturnType<typeof load> | undefined;

/** The library comes with the first picture: a start without any needs none of it. */
function library(): ReturnType<typeof load> {
  loaded ??= load();
  return loaded;
}

async function load() {
  const { default: sharp } = await import('sharp');
  sharp.block({ operation: ['VipsForeignLoad'] });
  sharp.unblock({ operation: LOADERS });
  sharp.cache(false);
  sharp.concurrency(1);
  return sharp;
}

/**
 * Makes a JPEG of a picture anew. Its pixels are counted before any is decoded; of a moving one the first frame counts.
 * Throws FileRefused `too_many_pixels`, `damaged`, or `heic` where there is no decoder for it.
 */
export async function remake(bytes: Buffer, isHeic: boolean): Promise<Picture> {
  const sharp = await library();
  const options = {
    limitInputPixels: MOST_PIXELS,
    failOn: 'truncated',
    sequentialRead: true,
    pages: 1,
  } as const;
  const source = await guarded(isHeic, async () => {
    const {
      width,
      height,
      pageHeight = height,
    } = await sharp(bytes, { ...options, limitInputPixels: false }).metadata();
    if (width * pageHeight > MOST_PIXELS) {
      throw new FileRefused('too_many_pixels', `it has ${width} × ${pageHeight} pixels`);
    }
    return sharp(bytes, options);
  });
  return guarded(isHeic, async () => {
    const { data, info } = await jpeg(source.autoOrient(), LONGEST_EDGE, QUALITY).toBuffer({
      resolveWithObject: true,
    });
    return { bytes: data, width: info.width, height: info.height };
  });
}

/** A small copy of a picture that was made anew, as a data URL. */
export async function previewOf(picture: Buffer): Promise<string> {
  const sharp = await library();
  const small = await jpeg(sharp(picture), PREVIEW_EDGE, 60).toBuffer();
  return `data:image/jpeg;base64,${small.toString('base64')}`;
}

function jpeg(image: Sharp, edge: number, quality: number): Sharp {
  return image
    .resize({ width: edge, height: edge, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#ffffff' })
    .toColourspace('srgb')
    .jpeg({ quality })
    .timeout({ seconds: SECONDS });
}

async function guarded<T>(isHeic: boolean, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof FileRefused) throw error;
    const detail = String((error as Error).message).slice(0, 200);
    throw new FileRefused(isHeic ? 'heic' : 'damaged', detail);
  }
}
