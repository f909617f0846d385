export type NotificationErrorCode =
  | 'PLACEHOLDER_MISSING'
  | 'TEXT_INVALID'
  | 'LINK_INVALID'
  | 'ID_INVALID'
  | 'CHANNELS_INVALID'
  | 'TIME_INVALID'
  | 'SUBSCRIPTION_INVALID'
  | 'VAPID_KEYS_INVALID';

/** A notification or subscription that can't be taken as given. Messages name members, never their values. */
export class NotificationError extends Error {
  constructor(
    readonly code: NotificationErrorCode,
    message: string,
  ) {
    super(message);
    this.name = 'NotificationError';
  }
}
