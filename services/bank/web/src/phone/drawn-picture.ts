const [WIDTH, HEIGHT] = [480, 640];

/** A drawn face that nobody takes for a photograph: it says on itself that it is a sample. */
export async function drawnPicture(): Promise<Blob> {
  const canvas = Object.assign(document.createElement('canvas'), { width: WIDTH, height: HEIGHT });
  const pen = canvas.getContext('2d');
  if (!pen) throw new DOMException('no picture', 'NotReadableError');
  const oval = (colour: string, x: number, y: number, across: number, down: number) => {
    pen.fillStyle = colour;
    pen.beginPath();
    pen.ellipse(x, y, across, down, 0, 0, 2 * Math.PI);
    pen.fill();
  };
  pen.fillStyle = '#dfe7ee';
  pen.fillRect(0, 0, WIDTH, HEIGHT);
  oval('#35607f', 240, 660, 210, 190);
  oval('#2f2a28', 240, 245, 145, 175);
  oval('#e9c3a0', 240, 280, 120, 150);
  for (const x of [195, 285]) oval('#2f2a28', x, 260, 12, 14);
  pen.strokeStyle = '#8f4a3c';
  pen.lineWidth = 8;
  pen.beginPath();
  pen.arc(240, 320, 50, 0.2 * Math.PI, 0.8 * Math.PI);
  pen.stroke();
  pen.fillStyle = '#ffffff';
  pen.font = 'bold 30px sans-serif';
  pen.textAlign = 'center';
  // Cameras' pictures are shown as in a mirror.
  pen.scale(-1, 1);
  pen.fillText('SAMPLE', -WIDTH / 2, 600);
  return new Promise((done, failed) => canvas.toBlob((blob) => (blob ? done(blob) : failed(new DOMException('no picture', 'NotReadableError'))), 'image/jpeg', 0.9));
}
