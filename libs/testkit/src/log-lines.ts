import { readFileSync } from 'node:fs';
import { until } from './until.js';

export type LogLine = Record<string, unknown> & { msg?: string; security?: string };

/** What a service has logged so far; lines that are no JSON are left out. */
export function logLines({ logFile }: { logFile: string }): LogLine[] {
  return readFileSync(logFile, 'utf8')
    .split('\n')
    .flatMap((line) => {
      try {
        return [JSON.parse(line) as LogLine];
      } catch {
        return [];
      }
    });
}

/** The first line of a service's log that has these members, now or later. */
export function logLine(service: { logFile: string }, members: Record<string, unknown>): Promise<LogLine> {
  return until(`${JSON.stringify(members)} in ${service.logFile}`, () =>
    logLines(service).find((line) => Object.entries(members).every(([name, value]) => line[name] === value)),
  );
}
