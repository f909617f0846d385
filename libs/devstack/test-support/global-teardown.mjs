/** Stops what global-setup.mjs started; harmless when called for a second project. */
export default async function globalTeardown() {
  const servers = await globalThis.trineTestServers?.catch(() => undefined);
  globalThis.trineTestServers = undefined;
  await servers?.stop();
}
