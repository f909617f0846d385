import sharp, { type Sharp } from 'sharp';

/** Decoded RGB pixels. */
export interface Pixels {
  data: Uint8Array;
  width: number;
  height: number;
}

/** What a picture may be at most, so that it is refused before it is decoded; and the size at which it is looked at. */
export interface PictureLimits {
  bytes: number;
  pixels: number;
  side: number;
}

export const STILL: PictureLimits = { bytes: 15 * 1024 * 1024, pixels: 50_000_000, side: 1600 };
export const FRAME: PictureLimits = { bytes: 2 * 1024 * 1024, pixels: 8_000_000, side: 960 };

export type Undecodable = 'NOT_A_PICTURE' | 'PICTURE_TOO_LARGE';

/** First bytes of JPEG, PNG and WebP. Nothing else reaches a decoder: sharp would also render SVG. */
const FORMATS = [/^\xff\xd8\xff/, /^\x89PNG\r\n\x1a\n/, /^RIFF[^]{4}WEBP/];

/** The picture's pixels upright as its camera says, without any metadata; or why there are none. */
export async function decode(picture: Uint8Array, { bytes, pixels, side }: PictureLimits): Promise<Pixels | Undecodable> {
  if (picture.byteLength > bytes) return 'PICTURE_TOO_LARGE';
  const head = String.fromCharCode(...picture.subarray(0, 12));
  if (!FORMATS.some((format) => format.test(head))) return 'NOT_A_PICTURE';
  try {
    const image = (): Sharp => sharp(picture, { limitInputPixels: false, failOn: 'error', sequentialRead: true, pages: 1 });
    const { width, height } = await image().metadata();
    if (width * height > pixels) return 'PICTURE_TOO_LARGE';
    const { data, info } = await image()
      .rotate()
      .resize(side, side, { fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#808080' })
      .toColourspace('srgb')
      .removeAlpha()
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    return info.channels === 3 ? { data, width: info.width, height: info.height } : 'NOT_A_PICTURE';
  } catch {
    return 'NOT_A_PICTURE';
  }
}

/** The same pixels, at most `side` wide and high. */
export async function shrink({ data, width, height }: Pixels, side: number): Promise<Pixels> {
  if (Math.max(width, height) <= side) return { data, width, height };
  const small = await sharp(data, { raw: { width, height, channels: 3 } })
    .resize(side, side, { fit: 'inside' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data: small.data, width: small.info.width, height: small.info.height };
}
