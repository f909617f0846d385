import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import type { Landmarks, Point } from '../geometry.js';
import { CHIP_SIDE, chipLight, faceChip } from './face-chip.js';
import { decode, FRAME, shrink, STILL, type Pixels, type Undecodable } from './pixels.js';

/** What the model sees of one face. */
export interface Face {
  landmarks: Landmarks;
  /** 128 numbers; those of one person are close to each other. */
  descriptor: Float32Array;
  brightness: number;
  contrast: number;
  sharpness: number;
}

/** What the model sees in one picture. The face is given only when it is the only one. */
export interface Sight {
  width: number;
  height: number;
  faces: number;
  face?: Face;
  /** Of the whole picture, 0-255. */
  brightness: number;
  /** Hash of the decoded pixels: the same for the same frame in another file. */
  pixels: string;
}

/** Which detector looks first: the large one misses less, the small one takes a tenth of the time. */
export type Detector = 'thorough' | 'fast';

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

interface Tensor {
  dispose(): void;
}
interface Net {
  loadFromDisk(folder: string): Promise<void>;
}
interface FaceApi {
  env: { monkeyPatch(parts: object): void };
  nets: {
    ssdMobilenetv1: Net;
    tinyFaceDetector: Net;
    faceLandmark68Net: Net & { detectLandmarks(input: Tensor): Promise<{ positions: { x: number; y: number }[] }> };
    faceRecognitionNet: Net & { computeFaceDescriptor(input: Tensor): Promise<Float32Array> };
  };
  detectAllFaces(input: Tensor, options: object): Promise<{ box: Box }[]>;
  SsdMobilenetv1Options: new (options: object) => object;
  TinyFaceDetectorOptions: new (options: object) => object;
}
interface TensorFlow {
  setBackend(name: string): Promise<boolean>;
  ready(): Promise<void>;
  tensor3d(data: Int32Array, shape: [number, number, number], type: 'int32'): Tensor;
}

const DETECTOR_SIDE = 640;

/** dlib's face models as face-api ships them, on TensorFlow's WebAssembly back end. Blocks its thread while it looks. */
export class FaceModel {
  private constructor(
    private readonly tf: TensorFlow,
    private readonly api: FaceApi,
  ) {}

  static async load(): Promise<FaceModel> {
    // Both are CommonJS, and face-api must get the same instance of TensorFlow as we.
    const require = createRequire(import.meta.url);
    const tf = require('@tensorflow/tfjs') as TensorFlow;
    const wasm = require('@tensorflow/tfjs-backend-wasm') as { setWasmPaths(folder: string): void };
    const api = require('@vladmandic/face-api/dist/face-api.node-wasm.js') as FaceApi;
    wasm.setWasmPaths(join(dirname(require.resolve('@tensorflow/tfjs-backend-wasm')), '/'));
    if (!(await tf.setBackend('wasm'))) throw new Error("TensorFlow's WebAssembly back end did not start");
    await tf.ready();
    const none = class {};
    api.env.monkeyPatch({ Canvas: none, Image: none, ImageData: none, createCanvasElement: () => ({}), createImageElement: () => ({}) });
    const models = join(dirname(require.resolve('@vladmandic/face-api/package.json')), 'model');
    const { ssdMobilenetv1, tinyFaceDetector, faceLandmark68Net, faceRecognitionNet } = api.nets;
    for (const net of [ssdMobilenetv1, tinyFaceDetector, faceLandmark68Net, faceRecognitionNet]) await net.loadFromDisk(models);
    // For the whole process: nothing that was decoded is kept, and one picture takes one core.
    sharp.cache(false);
    sharp.concurrency(1);
    return new FaceModel(tf, api);
  }

  async look(picture: Uint8Array, detector: Detector): Promise<Sight | Undecodable> {
    const pixels = await decode(picture, detector === 'thorough' ? STILL : FRAME);
    if (typeof pixels === 'string') return pixels;
    const boxes = await this.detect(pixels, detector);
    const { width, height } = pixels;
    const sight = {
      width,
      height,
      faces: boxes.length,
      brightness: pixels.data.reduce((sum, value) => sum + value, 0) / pixels.data.length,
      pixels: createHash('sha256').update(pixels.data).digest('base64'),
    };
    return boxes[0] && boxes.length === 1 ? { ...sight, face: await this.describe(pixels, boxes[0]) } : sight;
  }

  private async detect(pixels: Pixels, detector: Detector): Promise<Box[]> {
    const input = await shrink(pixels, DETECTOR_SIDE);
    const scale = pixels.width / input.width;
    const find = (options: object) => this.withTensor(input, async (tensor) => this.api.detectAllFaces(tensor, options));
    const large = (): Promise<{ box: Box }[]> => find(new this.api.SsdMobilenetv1Options({ minConfidence: 0.5 }));
    // Its small input is right for the large faces of selfies, and it also finds blurred ones.
    const small = (): Promise<{ box: Box }[]> => find(new this.api.TinyFaceDetectorOptions({ inputSize: 224, scoreThreshold: 0.4 }));
    const [first, second] = detector === 'fast' ? [small, large] : [large, small];
    let found = await first();
    if (found.length === 0) found = await second();
    return found.map(({ box: { x, y, width, height } }) => ({ x: x * scale, y: y * scale, width: width * scale, height: height * scale }));
  }

  private async describe(pixels: Pixels, box: Box): Promise<Face> {
    const landmarks = await this.landmarks(pixels, box);
    const chip = faceChip(pixels, landmarks);
    const descriptor = await this.withTensor({ data: chip, width: CHIP_SIDE, height: CHIP_SIDE }, (input) =>
      this.api.nets.faceRecognitionNet.computeFaceDescriptor(input));
    return { landmarks, descriptor: Float32Array.from(descriptor), ...chipLight(chip) };
  }

  private async landmarks(pixels: Pixels, box: Box): Promise<Landmarks> {
    const [left, top] = [Math.max(0, Math.floor(box.x)), Math.max(0, Math.floor(box.y))];
    const width = Math.max(1, Math.min(pixels.width, Math.ceil(box.x + box.width)) - left);
    const height = Math.max(1, Math.min(pixels.height, Math.ceil(box.y + box.height)) - top);
    const data = new Uint8Array(width * height * 3);
    for (let y = 0; y < height; y++) {
      const from = ((top + y) * pixels.width + left) * 3;
      data.set(pixels.data.subarray(from, from + width * 3), y * width * 3);
    }
    const { positions } = await this.withTensor({ data, width, height }, (input) => this.api.nets.faceLandmark68Net.detectLandmarks(input));
    return positions.map(({ x, y }): Point => [x + left, y + top]);
  }

  private async withTensor<T>({ data, width, height }: Pixels, use: (input: Tensor) => Promise<T>): Promise<T> {
    const input = this.tf.tensor3d(Int32Array.from(data), [height, width, 3], 'int32');
    try {
      return await use(input);
    } finally {
      input.dispose();
    }
  }
}
