import { createLogger } from './logger.js';

/**
 * Runs a service as a process: SIGTERM, SIGINT and a lost parent (IPC channel) close it in order; what nobody caught is
 * logged and ends the process with 1, because half a service is worse than none.
 */
export async function runService(name: string, start: () => Promise<{ close(): Promise<void> }>): Promise<void> {
  const logger = createLogger(name);
  const fail = (error: unknown): void => {
    logger.fatal({ err: error }, 'the service cannot go on');
    process.exit(1);
  };
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);

  let stopRequested = false;
  let close: (() => Promise<void>) | undefined;
  const stop = (reason: string): void => {
    if (stopRequested) return;
    stopRequested = true;
    logger.info({ reason }, 'stopping');
    // Still starting: nothing was accepted yet, so there is nothing to drain.
    if (!close) process.exit(0);
    close().then(() => process.exit(0), fail);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stop(signal));
  process.on('disconnect', () => stop('the parent process is gone'));

  try {
    ({ close } = await start());
  } catch (error) {
    fail(error);
  }
}
