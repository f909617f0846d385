#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { runScheme, type RunningScheme, type RunSchemeOptions } from './run-scheme.js';
import { loadScheme, SchemeError, type Scheme } from './scheme.js';

const USAGE = `usage: npm run scheme -- <file> [--single-process] [--no-restart]

Starts the scheme that a YAML or JSON file describes (docs/scheme.md) and runs it until Ctrl-C.
  --single-process   ledger and gateways inside this process
  --no-restart       a service that ends stays down`;

await main().catch((error: Error) => {
  console.error(error instanceof SchemeError ? error.message : `trine: ${error.message}`);
  process.exit(1);
});

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { 'single-process': { type: 'boolean' }, 'no-restart': { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
  });
  const [file] = positionals;
  if (values.help || file === undefined || positionals.length > 1) {
    console.error(USAGE);
    process.exitCode = values.help ? 0 : 2;
    return;
  }
  await runUntilSignal(loadScheme(file), { singleProcess: values['single-process'], restart: !values['no-restart'] });
}

async function runUntilSignal(scheme: Scheme, options: RunSchemeOptions): Promise<void> {
  const keepAlive = setInterval(() => undefined, 1 << 30);
  let running: RunningScheme | undefined;
  const stop = async (reason: string): Promise<void> => {
    // While it still starts, or when asked twice: the guards of the processes stop them, without order.
    if (!running) process.exit(130);
    const ready = running;
    running = undefined;
    console.error(`stopping on ${reason}`);
    await ready.stop();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop(signal));
  process.on('disconnect', () => void stop('the end of its parent'));
  try {
    running = await runScheme(scheme, options);
  } finally {
    if (!running) clearInterval(keepAlive);
  }
  console.log(`ready: ${scheme.name} with ${Object.keys(running.nodes).length} gateways in ${running.startupMs} ms`);
  process.send?.({ ready: urls(running) });
}

function urls({ nodes, ledger, sandbox, apps }: RunningScheme): object {
  const byName = (services: Record<string, { url: string }>): object => Object.fromEntries(Object.entries(services).map(([name, { url }]) => [name, url]));
  return { nodes: byName(nodes), ledger: ledger.url, sandbox: sandbox?.url, apps: byName(apps) };
}
