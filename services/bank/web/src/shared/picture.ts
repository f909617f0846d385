const EDGE_MAX = 1280;

/** A chosen picture of any kind as a JPEG of moderate size, as the bank takes it. */
export async function jpegOfFile(file: File): Promise<Blob> {
  const picture = await createImageBitmap(file);
  const scale = Math.min(1, EDGE_MAX / Math.max(picture.width, picture.height));
  const canvas = Object.assign(document.createElement('canvas'), { width: Math.round(picture.width * scale), height: Math.round(picture.height * scale) });
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((done, failed) => canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error('not a picture'))), 'image/jpeg', 0.92));
}
