import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { until } from '@trine/testkit';

const START_MS_MAX = 180_000;

/** The bank as it is run: a process of its own, whose log can be read. */
export class BankProcess {
  private constructor(private readonly child: ChildProcess, private readonly lines: string[], readonly url: string) {}

  static async start(env: Record<string, string>): Promise<BankProcess> {
    const child = spawn(process.execPath, [resolve(import.meta.dirname, '../dist/main.js')], { env: { ...process.env, LOG_LEVEL: 'debug', ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    const lines: string[] = [];
    for (const stream of [child.stdout!, child.stderr!]) stream.setEncoding('utf8').on('data', (text: string) => lines.push(text));
    const url = await until('the bank is ready', () => {
      if (child.exitCode !== null) throw new Error(`the bank ended: ${lines.join('')}`);
      return /"url":"([^"]+)","msg":"the bank is ready"/.exec(lines.join(''))?.[1];
    }, START_MS_MAX);
    return new BankProcess(child, lines, url);
  }

  get log(): string {
    return this.lines.join('');
  }

  async close(): Promise<void> {
    if (this.child.exitCode !== null) return;
    this.child.kill();
    await once(this.child, 'exit');
  }
}
