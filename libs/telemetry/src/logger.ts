import { pino, type Logger as PinoLogger } from 'pino';

/** Structured JSON logger. Secrets, identifiers and message texts must never be passed to it. */
export type Logger = PinoLogger;

/**
 * Creates the logger of one process or part.
 * Level comes from `LOG_LEVEL` (`trace` … `fatal`, `silent`), default `info`.
 */
export function createLogger(name: string, bindings: Record<string, unknown> = {}): Logger {
  return pino({ level: process.env['LOG_LEVEL'] ?? 'info', base: { name, ...bindings }, timestamp: pino.stdTimeFunctions.isoTime });
}

/**
 * Writes one security line (level warn, `security: <event>`), e.g. a forged command or an altered letter.
 * `detail` names ids only: never keys, identifiers or message content.
 */
export function securityEvent(logger: Logger, event: string, detail: Record<string, unknown>): void {
  logger.warn({ security: event, ...detail }, `security: ${event}`);
}
