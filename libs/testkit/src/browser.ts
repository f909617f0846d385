import { accessSync } from 'node:fs';
import { appendFile, mkdir, mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { tmpdir } from 'node:os';
import { gzipSync } from 'node:zlib';
import type { Browser, BrowserContext, ConsoleMessage, Page, Response } from 'playwright-core';

export const SIZES = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 800 } } as const;
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
/** Frames of each camera picture: Chromium shows about 30 a second, so a picture stays for half a second. */
const FRAMES_PER_PICTURE = 15;
/** Every frame of a camera file has the same length, so that one can take the place of another. */
const FRAME_BYTES = 160_000;

export interface BrowserOptions {
  /** JPEG or PNG pictures that the camera sees in turn, over and over; `denied`: the person refuses the camera; absent: there is none. */
  camera?: readonly Uint8Array[] | 'denied';
}

export interface PageOptions {
  size?: keyof typeof SIZES;
  /** What the person's browser prefers; the apps are Thai whatever it says. */
  locale?: string;
  colorScheme?: 'light' | 'dark';
  reducedMotion?: 'reduce' | 'no-preference';
}

/**
 * The system's Chromium for browser tests. Each `open` is a person with a browser of their own (cookies and storage apart);
 * `close` ends all of them.
 */
export class TestBrowser {
  private readonly opened: TestPage[] = [];

  private constructor(private readonly browser: Browser, private readonly directory: string, private readonly cameraAllowed: boolean) {}

  static async start({ camera }: BrowserOptions = {}): Promise<TestBrowser> {
    const { chromium } = await import('playwright-core');
    const directory = await mkdtemp(join(tmpdir(), 'trine-browser-'));
    const cameraFlags = camera === undefined ? []
      : camera === 'denied' ? ['--use-fake-device-for-media-stream', '--deny-permission-prompts']
        : ['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${await cameraFile(directory, camera)}`];
    const browser = await chromium.launch({ executablePath: chromiumPath(), args: [...FLAGS, ...cameraFlags] });
    return new TestBrowser(browser, directory, camera !== 'denied');
  }

  async open(url: string, { size = 'phone', locale = 'th-TH', ...rest }: PageOptions = {}): Promise<TestPage> {
    const context = await this.browser.newContext({
      viewport: SIZES[size], isMobile: size === 'phone', hasTouch: size === 'phone', deviceScaleFactor: size === 'phone' ? 2 : 1, locale, timezoneId: 'America/Lima', reducedMotion: 'reduce', ...rest,
    });
    if (this.cameraAllowed) await context.grantPermissions(['camera'], { origin: new URL(url).origin });
    const page = await TestPage.watch(context);
    this.opened.push(page);
    await page.page.goto(url);
    return page;
  }

  /** Closes every page; what went wrong in any of them since the last time. */
  async closePages(): Promise<string[]> {
    const pages = this.opened.splice(0);
    const wrong = pages.flatMap((each) => each.wrong);
    await Promise.all(pages.map((each) => each.close()));
    return wrong;
  }

  /** What the camera sees from now on, also while it is open; for a browser started with one camera picture. */
  async see(picture: Uint8Array): Promise<void> {
    // Chromium has the file mapped and reads it over and over: what is written in place is its next frame.
    const file = await open(join(this.directory, CAMERA_FILE), 'r+');
    try {
      await file.write(await cameraFrame(picture), 0, FRAME_BYTES, 0);
    } finally {
      await file.close();
    }
  }

  async close(): Promise<void> {
    await this.browser.close();
    await rm(this.directory, { recursive: true, force: true });
  }
}

/** One person's page, watched: what went wrong in it, how much script it took, whether anything moved, whether everybody can use it. */
export class TestPage {
  readonly #wrong: string[] = [];
  readonly #scripts: Response[] = [];
  #kept = false;

  private constructor(readonly page: Page, private readonly context: BrowserContext) {
    page.on('pageerror', (error) => this.#wrong.push(String(error)));
    page.on('console', (message) => { if (isWrong(message)) this.#wrong.push(`${message.text()} (${message.location().url})`); });
    page.on('response', (response) => { if (response.request().resourceType() === 'script') this.#scripts.push(response); });
  }

  static async watch(context: BrowserContext): Promise<TestPage> {
    await context.addInitScript(`
      window.__shift = 0;
      new PerformanceObserver((list) => { for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.__shift += entry.value; }).observe({ type: 'layout-shift', buffered: true });
      window.__ready = 0;
      const ready = (type, at) => new PerformanceObserver((list) => { for (const entry of list.getEntries()) window.__ready = Math.max(window.__ready, at(entry)); }).observe({ type, buffered: true });
      ready('largest-contentful-paint', (entry) => entry.startTime);
      ready('longtask', (entry) => entry.startTime + entry.duration);
    `);
    return new TestPage(await context.newPage(), context);
  }

  /** Console errors, uncaught errors and violations of the content security policy so far; a test ends with expecting none. */
  get wrong(): readonly string[] {
    return this.#wrong;
  }

  /** What axe finds against WCAG 2.2 AA on the screen as it stands, one line each. */
  async accessibilityProblems(): Promise<string[]> {
    const { AxeBuilder } = await import('@axe-core/playwright');
    const { violations } = await new AxeBuilder({ page: this.page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze();
    return violations.flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}: ${node.target.join(' ')}: ${node.failureSummary ?? ''}`));
  }

  /** Compressed bytes of all script loaded so far. */
  async scriptBytes(): Promise<number> {
    const bodies = await Promise.all(this.#scripts.map((each) => each.body().catch(() => Buffer.alloc(0))));
    return bodies.reduce((total, body) => total + gzipSync(body, { level: 9 }).length, 0);
  }

  /** Milliseconds from opening the page to its largest content being painted with no long task after it: it can be read and used. */
  async readyAfter(): Promise<number> {
    return this.page.evaluate<number>('window.__ready');
  }

  /**
   * With `SCREENSHOTS=<folder>`, keeps pictures of the screen as it stands: phone and desktop, Thai and English, as long as its content
   * (`<name>.<size>.<language>.png`), and of the page's first screen how soon it was ready. The screen is as before afterwards.
   */
  async keepScreen(name: string): Promise<void> {
    const folder = process.env['SCREENSHOTS'];
    if (!folder) return;
    await mkdir(folder, { recursive: true });
    if (!this.#kept) {
      const figures = { name, path: new URL(this.page.url()).pathname, ready_ms: Math.round(await this.readyAfter()), script_bytes: await this.scriptBytes() };
      await appendFile(join(folder, 'loads.jsonl'), `${JSON.stringify(figures)}\n`);
    }
    this.#kept = true;
    const before = { size: this.page.viewportSize(), language: await this.page.evaluate<string>('document.documentElement.lang'), shift: await this.layoutShift() };
    for (const [size, { width, height }] of Object.entries(SIZES)) {
      for (const language of ['th', 'en']) {
        await this.switchTo(language);
        await this.page.setViewportSize({ width, height });
        // Taller rather than scrolled: what sticks to an edge would lie over the content.
        const whole = await this.height();
        if (whole > height) await this.page.setViewportSize({ width, height: whole });
        // A page that is always longer than the screen never fits.
        const endless = whole > height && (await this.height()) > whole;
        if (endless) await this.page.setViewportSize({ width, height });
        await this.page.screenshot({ path: join(folder, `${name}.${size}.${language}.png`), animations: 'disabled', fullPage: endless });
      }
    }
    await this.switchTo(before.language);
    if (before.size) await this.page.setViewportSize(before.size);
    // What moved for the pictures did not move by itself.
    await this.page.evaluate(`new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))).then(() => { window.__shift = ${before.shift}; })`);
  }

  /** Of all content, once it stands. */
  private async height(): Promise<number> {
    return this.page.evaluate<number>('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => document.fonts.ready.then(() => done(document.documentElement.scrollHeight)))))');
  }

  /** As somebody who presses the switch of languages, also where a dialogue lies over it. */
  private async switchTo(language: string): Promise<void> {
    await this.page.evaluate(`document.documentElement.lang === '${language}' || document.querySelector('.language [lang=${language}], .other-language')?.click()`);
  }

  /** How much has moved by itself so far (cumulative layout shift); good is below 0.1, still is 0. */
  async layoutShift(): Promise<number> {
    return this.page.evaluate<number>('window.__shift');
  }

  /** Whether something is wider than the screen. */
  async overflows(): Promise<boolean> {
    return this.page.evaluate<boolean>('document.documentElement.scrollWidth > document.documentElement.clientWidth');
  }

  close(): Promise<void> {
    return this.context.close();
  }
}

/** An answer of the API that refuses something is part of the conversation; everything else in red is a fault. */
function isWrong(message: ConsoleMessage): boolean {
  return message.type() === 'error' && !(message.text().startsWith('Failed to load resource') && new URL(message.location().url).pathname.startsWith('/api/'));
}

/** The Chromium that browser tests use; throws with what to do when there is none. */
export function chromiumPath(): string {
  const places = [process.env.CHROMIUM_PATH, ...(process.env.PATH ?? '').split(delimiter).flatMap((folder) => ['chromium', 'chromium-browser', 'google-chrome'].map((name) => join(folder, name)))];
  const found = places.find((place) => { try { accessSync(place ?? ''); return Boolean(place); } catch { return false; } });
  if (!found) throw new Error('Browser tests need Chromium: apt-get install -y chromium, or set CHROMIUM_PATH.');
  return found;
}

const CAMERA_FILE = 'camera.mjpeg';

/** Motion JPEG: pictures one after the other, in the form that Chromium's camera reads. */
async function cameraFile(directory: string, pictures: readonly Uint8Array[]): Promise<string> {
  const frames = await Promise.all(pictures.map(cameraFrame));
  const file = join(directory, CAMERA_FILE);
  await writeFile(file, Buffer.concat(frames.length === 1 ? frames : frames.flatMap((frame) => Array.from({ length: FRAMES_PER_PICTURE }, () => frame))));
  return file;
}

/** A JPEG of exactly FRAME_BYTES: comments fill it up before the marker of its end. */
async function cameraFrame(picture: Uint8Array): Promise<Buffer> {
  const { default: sharp } = await import('sharp');
  const jpeg = await sharp(picture).resize(640, 480, { fit: 'contain', background: '#888' }).jpeg({ quality: 90, chromaSubsampling: '4:2:0', optimiseCoding: false }).toBuffer();
  const parts = [jpeg.subarray(0, -2)];
  for (let left = FRAME_BYTES - jpeg.length; left > 0;) {
    if (left < 4) throw new Error('a camera picture has too many details');
    // A rest of fewer than 4 bytes would not hold a comment.
    const length = left <= 60_000 ? left : Math.min(60_000, left - 4);
    const comment = Buffer.alloc(length);
    comment.writeUInt16BE(0xfffe, 0);
    comment.writeUInt16BE(length - 2, 2);
    parts.push(comment);
    left -= length;
  }
  if (jpeg.length > FRAME_BYTES) throw new Error('a camera picture has too many details');
  return Buffer.concat([...parts, jpeg.subarray(-2)]);
}
