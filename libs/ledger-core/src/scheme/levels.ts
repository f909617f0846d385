import { RESULT } from '@trine/protocol';
import { listOf, real } from '../decode.js';
import type { Draft } from '../draft.js';
import { refuseIf } from '../refusal.js';
import { governance } from '../rule.js';

/** Ledger rules part 2, SetSupportedIALList. */
export const setSupportedIalList = governance({ supported_ial_list: listOf(real) }, (draft, args) => draft.setScheme(args));

/** Ledger rules part 2, SetSupportedAALList. */
export const setSupportedAalList = governance({ supported_aal_list: listOf(real) }, (draft, args) => draft.setScheme(args));

/** Ledger rules part 2, SetAllowedMinIalForRegisterIdentityAtFirstIdp. */
export const setAllowedMinIal = governance({ min_ial: real }, (draft, { min_ial }) => draft.setScheme({ allowed_min_ial_first_idp: min_ial }));

export function checkIal(draft: Draft, ial: number): void {
  refuseIf(!draft.scheme.supported_ial_list.includes(ial), RESULT.IALError);
}

export function checkAal(draft: Draft, aal: number): void {
  refuseIf(!draft.scheme.supported_aal_list.includes(aal), RESULT.AALError);
}
