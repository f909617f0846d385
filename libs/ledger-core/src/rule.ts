import { RESULT, type IdentityAction, type RequestChange, type ResultCode } from '@trine/protocol';
import { record, type Decoded, type Shape } from './decode.js';
import type { Draft } from './draft.js';
import type { Node } from './state.js';

/** What others are to be told of a command that succeeded. */
export interface Effect {
  /** Set when a request changed: what happened (the new version is in `changes`). */
  request?: { request_id: string; change: RequestChange };
  /** Set by identity commands on success. `action` undefined: nobody is notified (IAL, LIAL, LAAL). */
  identity?: { reference_group_code: string; action?: IdentityAction };
}

/** Who may send a command, and what everybody else hears. */
export interface Permission {
  admits: (caller: Node) => boolean;
  otherwise: ResultCode;
}

const only = (otherwise: ResultCode, admits: (caller: Node) => boolean): Permission => ({ admits, otherwise });
const isIdp = (node: Node): boolean => node.role === 'IdP' && !node.agent;

export const NDID = only(RESULT.NoPermissionForCallNDIDMethod, (node) => node.role === 'NDID');
export const IDP = only(RESULT.NoPermissionForCallIdPMethod, isIdp);
export const IDP_OR_AGENT = only(RESULT.NoPermissionForCallIdPMethod, (node) => node.role === 'IdP');
export const AS = only(RESULT.NoPermissionForCallASMethod, (node) => node.role === 'AS');
export const RP = only(RESULT.NoPermissionForCallRPMethod, (node) => node.role === 'RP');
export const RP_OR_IDP = only(RESULT.NoPermissionForCallRPandIdPMethod, (node) => node.role === 'RP' || isIdp(node));
export const ADDRESSABLE = only(RESULT.NoPermissionForSetMqAddresses, (node) => node.role !== 'NDID');

/** The rule of one command (contract: ledger rules part 2). */
export interface Rule {
  /** Undefined: any node. */
  by?: Permission;
  /** Governance costs nothing, whoever tries it (ledger rules 3.4). */
  free?: boolean;
  /** Reads the arguments; what it returns does the rest. */
  decode: (args: unknown) => (draft: Draft) => Effect;
}

export function rule<S extends Shape>(definition: {
  by?: Permission;
  free?: boolean;
  args: S;
  /** All checks in the contract's order, then the changes. */
  apply: (draft: Draft, args: Decoded<S>) => Effect | void;
}): Rule {
  const decode = record(definition.args);
  return {
    ...definition,
    decode: (raw) => {
      const args = decode(raw);
      return (draft) => definition.apply(draft, args) ?? {};
    },
  };
}

/** A command of the scheme operator. */
export const governance = <S extends Shape>(args: S, apply: (draft: Draft, args: Decoded<S>) => void): Rule =>
  rule({ by: NDID, free: true, args, apply });
