import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Bank, CancellationInput, ConsentInput, DeviceConfirmInput, DeviceInput, EnrolmentInput, LanguageInput, Notifications, PinInput, PushSubscriptionInput, RejectInput, SignInInput, TermsInput, WebAuthnJson } from '../api.js';
import { BankError } from '../errors.js';
import { maskedPhone } from '../rules/masks.js';
import { seedPeople } from '../people.js';
import { TERMS } from '../terms.js';
import type { Service } from '../service.js';
import { followEvents } from './events.js';
import { pictureOf } from './multipart.js';

interface Id { Params: { id: string } }

const text = { type: 'string', maxLength: 200 } as const;
const object = (properties: Record<string, unknown>, required: string[] = Object.keys(properties)): object => ({ schema: { body: { type: 'object', properties, required } } });
const TERMS_BODY = object({ version: text, accepted: { type: 'boolean' } });
/** Guessing a PIN or an OTP costs time, whoever is guessed. */
const GUESSES = { rateLimit: { max: 30, timeWindow: '1 minute' } };

/** What the phone app calls (services/bank/src/api.ts). */
export function customerRoutes(app: FastifyInstance, service: Service): void {
  const { parts, visitors, customers, passkeys, enrolments, ndid, requests, switches } = service;
  const { config, clock, notices: { notifications } } = parts;
  const customer = (request: FastifyRequest) => visitors.customer(request);
  const session = (request: FastifyRequest, reply: FastifyReply, tokens = visitors.tokens(request)) =>
    customers.session(visitors.csrfToken(request, reply), tokens.device, tokens.session, visitors.language(request));

  app.get('/api/bank', async (): Promise<Bank> => ({
    name: config.bank.name,
    short_name: config.bank.short_name,
    theme_colour: config.bank.theme_colour,
    policy: config.bank.policy,
    now: clock.now().toISOString(),
    hotline: config.bank.hotline,
    sandbox: config.sandbox,
    passkeys: true,
    ...(notifications.webPushKey !== undefined && { web_push_key: notifications.webPushKey }),
    ...(config.sandbox && { demo_people: seedPeople(clock.now()).map(({ key, name, phones, note, pin }) => ({ key, name, phone: phones[0]!.phone, note, pin: pin! })), faces: (await switches.of('face')).mode === 'REAL' ? 'REAL' : 'SIMULATED' }),
  }));

  app.get('/api/session', (request, reply) => session(request, reply));
  app.post<{ Body: DeviceInput }>('/api/device', { ...object({ phone: text }), config: GUESSES }, (request) => customers.beginDevice(request.body.phone));
  app.post<{ Body: DeviceConfirmInput }>('/api/device/confirm', { ...object({ phone: text, otp: text, pin: text }), config: GUESSES }, async (request, reply) => {
    const tokens = await customers.confirmDevice(request.body, visitors.language(request));
    visitors.keepDevice(reply, tokens.device);
    visitors.keepSession(reply, tokens.session);
    return session(request, reply, tokens);
  });
  const signedIn = async (request: FastifyRequest, reply: FastifyReply, token: string) => {
    visitors.keepSession(reply, token);
    return session(request, reply, { device: visitors.tokens(request).device, session: token });
  };
  app.post<{ Body: SignInInput }>('/api/session', { ...object({ pin: text }), config: GUESSES }, async (request, reply) =>
    signedIn(request, reply, await customers.signIn(await visitors.device(request), request.body.pin)));
  app.delete('/api/session', async (request, reply) => {
    const { session: token } = visitors.tokens(request);
    if (token) await customers.signOut(token);
    visitors.dropSession(reply);
    return session(request, reply, { device: visitors.tokens(request).device, session: undefined });
  });
  app.put<{ Body: LanguageInput }>('/api/session/language', object({ language: { enum: ['th', 'en'] } }), async (request, reply) => {
    const { language } = request.body;
    visitors.keepLanguage(reply, language);
    const device = await customers.deviceOf(visitors.tokens(request).device);
    if (device) await customers.setLanguage(device, language);
    return { ...(await session(request, reply)), language };
  });

  app.post('/api/session/passkey/options', { config: GUESSES }, async (request) => {
    const device = await visitors.device(request);
    return passkeys.options((await customers.customerAt(device)).customerId, device.id);
  });
  app.post<{ Body: WebAuthnJson }>('/api/session/passkey', { schema: { body: { type: 'object' } }, config: GUESSES }, async (request, reply) => {
    const device = await visitors.device(request);
    const { customerId } = await customers.customerAt(device);
    await customers.checkNotLocked(customerId);
    await passkeys.check(customerId, device.id, request.body);
    return signedIn(request, reply, await customers.newSession(device.id));
  });
  app.post('/api/passkeys/options', async (request) => {
    const { customerId, deviceId, phone } = await customer(request);
    return passkeys.registrationOptions(customerId, deviceId, maskedPhone(phone));
  });
  app.post<{ Body: WebAuthnJson }>('/api/passkeys', { schema: { body: { type: 'object' } } }, async (request) => {
    const { customerId, deviceId } = await customer(request);
    await passkeys.register(customerId, deviceId, request.body);
    return passkeys.list(customerId);
  });
  app.get('/api/passkeys', async (request) => passkeys.list((await customer(request)).customerId));
  app.delete<Id>('/api/passkeys/:id', async (request) => {
    const { customerId } = await customer(request);
    await passkeys.remove(customerId, request.params.id);
    return passkeys.list(customerId);
  });

  app.get('/api/ndid', async (request) => ndid.status(await customer(request)));
  app.get('/api/ndid/terms', () => TERMS.REGISTRATION);
  app.post<{ Body: EnrolmentInput }>('/api/ndid/enrolments', object({ request_id: text }, []), async (request) => {
    const who = await customer(request);
    // N1 of a request that is over says so (AC-KB-48).
    if (request.body.request_id !== undefined && (await requests.get(request.body.request_id, who)).step === 'EXPIRED') throw new BankError('KB_REQUEST_EXPIRED');
    return enrolments.begin(who);
  });
  app.get<Id>('/api/ndid/enrolments/:id', async (request) => enrolments.get(uuid(request.params.id), await customer(request)));
  app.post<Id & { Body: TermsInput }>('/api/ndid/enrolments/:id/terms', TERMS_BODY, async (request) => enrolments.acceptTerms(uuid(request.params.id), await customer(request), request.body));
  app.post<Id & { Body: TermsInput }>('/api/ndid/enrolments/:id/photo-terms', TERMS_BODY, async (request) => enrolments.acceptPhotoTerms(uuid(request.params.id), await customer(request), request.body));
  app.post<Id>('/api/ndid/enrolments/:id/challenge', async (request) => enrolments.challenge(uuid(request.params.id), await customer(request)));
  app.post<Id>('/api/ndid/enrolments/:id/selfie', async (request) => {
    const who = await customer(request);
    return enrolments.selfie(uuid(request.params.id), who, await pictureOf(request));
  });
  app.post<{ Body: CancellationInput }>('/api/ndid/cancellation', object({ confirmed: { const: true } }), async (request) => ndid.cancel(await customer(request)));

  app.get('/api/requests', async (request) => ({ requests: await requests.list(await customer(request)) }));
  app.get<Id>('/api/requests/:id', async (request) => requests.get(request.params.id, await customer(request)));
  app.post<Id & { Body: PinInput }>('/api/requests/:id/pin', { ...object({ pin: text, passkey: { type: 'object' } }, []), config: GUESSES }, async (request) => {
    const who = await customer(request);
    const { id } = request.params;
    await requests.checkOpen(id, who);
    if ('passkey' in request.body) {
      await customers.checkNotLocked(who.customerId);
      await passkeys.check(who.customerId, who.deviceId, request.body.passkey);
    } else {
      const known = await parts.ports.core.byCustomerId(who.customerId);
      if (!known || request.body.pin === undefined) throw new BankError('INPUT_INVALID');
      await customers.checkPin(known, request.body.pin);
    }
    return requests.approve(id, who);
  });
  app.post<Id & { Body: TermsInput }>('/api/requests/:id/photo-terms', TERMS_BODY, async (request) => requests.photoTerms(request.params.id, await customer(request), request.body));
  app.post<Id>('/api/requests/:id/challenge', async (request) => requests.challenge(request.params.id, await customer(request)));
  app.post<Id>('/api/requests/:id/photo', async (request) => {
    const who = await customer(request);
    return requests.photo(request.params.id, who, await pictureOf(request));
  });
  app.post<Id & { Body: ConsentInput }>('/api/requests/:id/consent', object({ accepted: { const: true }, message_sha256: text }), async (request) =>
    requests.consent(request.params.id, await customer(request), request.body.message_sha256));
  app.post<Id & { Body: RejectInput }>('/api/requests/:id/reject', object({ reason: { enum: ['REJECT', 'NOT_ME'] } }), async (request) => requests.reject(request.params.id, await customer(request), request.body));

  app.get<{ Querystring: { before?: string } }>('/api/notifications', async (request) => {
    const { customerId } = await customer(request);
    return (await notifications.list(customerId, request.query.before === undefined ? {} : { before: request.query.before })) as Notifications;
  });
  app.post<Id>('/api/notifications/:id/read', async (request, reply) => {
    const { customerId } = await customer(request);
    await notifications.markRead(customerId, request.params.id);
    return reply.code(204).send();
  });
  const PUSH_BODY = { endpoint: { type: 'string', maxLength: 2000 }, keys: { type: 'object', properties: { p256dh: text, auth: text }, required: ['p256dh', 'auth'] } };
  app.post<{ Body: Required<PushSubscriptionInput> }>('/api/push-subscriptions', object(PUSH_BODY), async (request, reply) => {
    const { customerId } = await customer(request);
    const { endpoint, keys } = request.body;
    await notifications.pushSubscriptions(customerId).add({ endpoint, keys }).catch((cause: unknown) => {
      throw (cause as Error).name === 'NotificationError' ? new BankError('INPUT_INVALID', {}, { cause }) : cause;
    });
    return reply.code(204).send();
  });
  app.delete<{ Body: PushSubscriptionInput }>('/api/push-subscriptions', object(PUSH_BODY, ['endpoint']), async (request, reply) => {
    const { customerId } = await customer(request);
    await notifications.pushSubscriptions(customerId).remove(request.body.endpoint);
    return reply.code(204).send();
  });

  app.get('/api/history', async (request) => requests.history(await customer(request)));
  app.get<Id>('/api/history/:id/receipt', async (request, reply) => {
    const receipt = await requests.receipt(request.params.id, await customer(request));
    void reply.header('content-disposition', `attachment; filename="receipt-${receipt.short_code}.json"`);
    return receipt;
  });
  app.get('/api/events', async (request, reply) => followEvents(request, reply, service, await customer(request)));
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function uuid(id: string): string {
  if (!UUID.test(id)) throw new BankError('NOT_FOUND');
  return id;
}
