import { startAuthentication, startRegistration } from '@simplewebauthn/browser';
import type { WebAuthnJson } from '../api.js';
import { api } from './bank.js';

type AuthenticationOptions = Parameters<typeof startAuthentication>[0]['optionsJSON'];
type RegistrationOptions = Parameters<typeof startRegistration>[0]['optionsJSON'];

/** Asks for the passkey of this customer; undefined when the person left it. */
export async function showPasskey(): Promise<WebAuthnJson | undefined> {
  const optionsJSON = await api.send<AuthenticationOptions>('POST', '/session/passkey/options', {});
  return startAuthentication({ optionsJSON }).then((shown) => ({ ...shown }), () => undefined);
}

/** Makes a passkey on this device; false when the person left it. */
export async function addPasskey(): Promise<boolean> {
  const optionsJSON = await api.send<RegistrationOptions>('POST', '/passkeys/options', {});
  const made = await startRegistration({ optionsJSON }).catch(() => undefined);
  if (made) await api.send('POST', '/passkeys', made);
  return made !== undefined;
}
