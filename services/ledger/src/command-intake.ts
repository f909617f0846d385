import { readJws, verifyJws, type UnverifiedJws, type VerifyPlace } from '@trine/crypto';
import type { ReceivedMessage } from '@trine/bus';
import { verificationKey, type StateReader } from '@trine/ledger-core';
import { COMMAND_AGE_MS_MAX, type Command } from '@trine/protocol';
import { securityEvent, type Logger } from '@trine/telemetry';

/** A command as it came in: well-formed and meant for this ledger, its signature not yet checked. */
export interface ReceivedCommand {
  command: Command;
  jws: string;
  unverified: UnverifiedJws;
}

/** Clocks of members may run ahead of the ledger's by this much. */
const CLOCK_SKEW_MS_MAX = 5 * 60 * 1000;
/** Ids are keys of rows, which PostgreSQL limits to 2700 bytes. */
export const ID_CHARS_MAX = 500;
/** Keys change with these, so later commands must be verified on the state after them. */
const KEY_CHANGING = new Set(['InitNDID', 'RegisterNode', 'UpdateNode']);

export const changesKeys = ({ command }: ReceivedCommand): boolean => KEY_CHANGING.has(command.type);

/**
 * Reads one bus message. Anything that no honest member sends (unreadable, for another ledger, under another key or name,
 * expired) leaves a security line and is dropped.
 */
export function readCommand(message: ReceivedMessage, chainId: string, now: number, logger: Logger): ReceivedCommand | undefined {
  const jws = message.value.toString('utf8');
  const refuse = (reason: string, detail: Record<string, unknown> = {}): undefined => {
    securityEvent(logger, 'command_refused', { reason, offset: String(message.offset), ...detail });
    return undefined;
  };
  const unverified = readJws(jws);
  if (!unverified || !isCommand(unverified.payload)) return refuse('malformed');
  const command = unverified.payload;
  const about = { node_id: command.node_id, command_id: command.id, type: command.type };
  if (unverified.kid !== command.node_id) return refuse('signer is not the sender', about);
  if (command.chain_id !== chainId) return refuse('meant for another ledger', about);
  if (command.aggregate !== message.key) return refuse('sent under the key of another aggregate', about);
  if (command.issued_at < now - COMMAND_AGE_MS_MAX || command.issued_at > now + CLOCK_SKEW_MS_MAX) return refuse('expired', about);
  return { command, jws, unverified };
}

function isCommand(value: unknown): value is Command {
  if (typeof value !== 'object' || value === null) return false;
  const { id, type, node_id, chain_id, aggregate, args, issued_at } = value as Record<string, unknown>;
  const texts = [id, type, node_id, chain_id, aggregate].every((text) => typeof text === 'string' && text !== '' && text.length <= ID_CHARS_MAX && !/[\0\x1f\p{Surrogate}]/u.test(text));
  return texts && typeof args === 'object' && args !== null && Number.isFinite(issued_at);
}

/** True when the key registered for this command's sender made its signature. Otherwise a security line says so. */
export async function isAuthentic(received: ReceivedCommand, state: StateReader, place: VerifyPlace, logger: Logger): Promise<boolean> {
  const { command, unverified } = received;
  const key = verificationKey(state, command);
  const authentic = typeof key !== 'number' && (await verifyJws(unverified, key.public_key, key.algorithm, place));
  if (!authentic) {
    const reason = typeof key === 'number' ? 'no key is registered for the sender' : 'signature is wrong';
    securityEvent(logger, 'command_refused', { reason, node_id: command.node_id, command_id: command.id, type: command.type });
  }
  return authentic;
}
