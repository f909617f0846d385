import type { ErrorCode, Policy, Product } from '../api.js';
import { ageInYears, isWithinHours } from './bangkok.js';

/** What is known about somebody who wants to register, or for whom a request came. */
export interface Applicant {
  /** Number of the K PLUS that asks; undefined for a request that came over the scheme. */
  phone?: string;
  /** The K PLUS number to which NDID is bound already (KB-16). */
  registeredPhone?: string;
  kplus: boolean;
  products: readonly Product[];
  nationality: string;
  /** ISO date. */
  birthDate: string;
  sanctionLists: readonly string[];
}

/** Owning one of these is enough (KB-13). */
const QUALIFYING: readonly Product[] = ['SAVINGS', 'CURRENT', 'CREDIT_CARD', 'CASH_CARD'];

export type Refusal = Extract<ErrorCode, 'KB_OUTSIDE_HOURS' | 'KB_BOUND_TO_OTHER_NUMBER' | 'KB_ALREADY_REGISTERED' | 'KB_NOT_KPLUS_USER' | 'KB_NO_PRODUCT' | 'KB_NOT_THAI' | 'KB_UNDER_AGE' | 'KB_NOT_ELIGIBLE'>;

/**
 * The first reason why somebody cannot register now, in the order of KB-22; undefined when they can. A sanction list is never named
 * (KB-25).
 */
export function refusalOf(applicant: Applicant, policy: Policy, now: Date): Refusal | undefined {
  if (!isWithinHours(now, policy.hours)) return 'KB_OUTSIDE_HOURS';
  if (applicant.registeredPhone !== undefined) return applicant.registeredPhone === applicant.phone ? 'KB_ALREADY_REGISTERED' : 'KB_BOUND_TO_OTHER_NUMBER';
  if (!applicant.kplus) return 'KB_NOT_KPLUS_USER';
  if (!applicant.products.some((product) => QUALIFYING.includes(product))) return 'KB_NO_PRODUCT';
  if (applicant.nationality !== 'TH') return 'KB_NOT_THAI';
  if (ageInYears(applicant.birthDate, now) < policy.min_age) return 'KB_UNDER_AGE';
  if (applicant.sanctionLists.length > 0) return 'KB_NOT_ELIGIBLE';
  return undefined;
}
