import type { Text } from '../api.js';

/** Longer ones are no names; the message itself is shown in full anyway. */
const LENGTH_MAX = 120;

/** What organisations say in labelled lines of a request message, as the portal does: the service asked for, and their own number of the request. */
export interface Labelled {
  service?: Text;
  reference?: string;
}

/** The lines `บริการ:` / `Service:` and `เลขที่อ้างอิง:` / `Reference:` of a text message; what it does not say is absent. What is read from here is part of what the person signs. */
export function labelledLines(message: string): Labelled {
  if (message.startsWith('data:')) return {};
  const line = (label: string): string | undefined => {
    const found = message.split(/\r?\n/).find((each) => each.startsWith(`${label}:`))?.slice(label.length + 1).trim();
    return found && found.length <= LENGTH_MAX ? found : undefined;
  };
  const both = (th: string | undefined, en: string | undefined): Text | undefined => (th ?? en ? { th: (th ?? en)!, en: (en ?? th)! } : undefined);
  const [service, reference] = [both(line('บริการ'), line('Service')), line('เลขที่อ้างอิง') ?? line('Reference')];
  return { ...(service && { service }), ...(reference && { reference }) };
}
