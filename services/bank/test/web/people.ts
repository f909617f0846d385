import { until, type TestBrowser, type TestPage } from '@trine/testkit';
import { Phone } from '../phone.js';

const WAIT_MS_MAX = 60_000;

/** People in front of the pages of a bank whose faces are simulated. */
export class People {
  private readonly phones = new Map<string, Phone>();

  constructor(private readonly browser: TestBrowser, private readonly bank: { url: string }) {}

  /** At a browser that nobody has used. */
  async stranger(path = '/', size: 'phone' | 'desktop' = 'phone', at = this.bank): Promise<Person> {
    return new Person(await this.browser.open(at.url + path, { size }), at.url);
  }

  /** A customer whose phone is bound and signed in. */
  async signedIn(key: string, { path = '/', number = 0, at = this.bank } = {}): Promise<Person> {
    const phone = await this.phoneOf(key, number, at);
    const screen = await this.browser.open(`${at.url}/livez`);
    await screen.page.context().addCookies(phone.cookieHeader.split('; ').map((cookie) => ({ name: cookie.slice(0, cookie.indexOf('=')), value: cookie.slice(cookie.indexOf('=') + 1), url: at.url })));
    // The simulated engine looks at no movement.
    await screen.page.route('**/challenge', async (route) => {
      const reply = await route.fetch();
      const challenge = (await reply.json()) as object;
      await route.fulfill({ response: reply, json: reply.ok() ? { ...challenge, actions: [] } : challenge });
    });
    const person = new Person(screen, at.url);
    await person.goes(path);
    return person;
  }

  /** The same phone, called without a browser. */
  async phoneOf(key: string, number = 0, at = this.bank): Promise<Phone> {
    const name = `${key}${number}@${at.url}`;
    if (!this.phones.has(name)) this.phones.set(name, await Phone.of(at.url, key, number));
    return this.phones.get(name)!;
  }

  async registered(key: string, at = this.bank): Promise<Phone> {
    const phone = await this.phoneOf(key, 0, at);
    await phone.until(() => phone.ndid(), ({ status }) => status === 'REGISTERED');
    return phone;
  }

  /** The phone was bound anew in a browser, and the next test binds it again. */
  forget(key: string): void {
    this.phones.delete(`${key}0@${this.bank.url}`);
  }
}

/** A person in front of a page of the bank. */
export class Person {
  constructor(readonly screen: TestPage, private readonly url: string) {}

  get page() {
    return this.screen.page;
  }

  async goes(path: string): Promise<void> {
    await this.page.goto(this.url + path);
  }

  button(name: string | RegExp) {
    return this.page.getByRole('button', { name, exact: typeof name === 'string' });
  }

  async press(name: string | RegExp): Promise<void> {
    await this.button(name).last().click({ timeout: WAIT_MS_MAX });
  }

  async sees(...words: (string | RegExp)[]): Promise<void> {
    for (const each of words) await this.page.getByText(each).first().waitFor({ timeout: WAIT_MS_MAX });
  }

  async type(digits: string): Promise<void> {
    await this.page.locator('.pin input').waitFor({ timeout: WAIT_MS_MAX });
    for (const digit of digits) await this.press(digit);
  }

  english = (): Promise<void> => this.press(/^EN/);
  thai = (): Promise<void> => this.press('ไทย');

  /** A failure as everybody must see it: code, what happened, what to do and a way on, in both languages (GN-10). */
  async seesFailure(code: string, th: string, en: string, button: [th: string | RegExp, en: string | RegExp]): Promise<void> {
    await this.sees(th, code);
    await this.way(button[0]).waitFor({ timeout: WAIT_MS_MAX });
    await this.english();
    await this.sees(en, code);
    await this.way(button[1]).waitFor({ timeout: WAIT_MS_MAX });
    await this.thai();
    await this.sees(th);
  }

  private way(name: string | RegExp) {
    return this.button(name).or(this.page.getByRole('link', { name })).last();
  }

  async accept(): Promise<void> {
    await this.readTerms();
    await this.press('ยอมรับ');
  }

  async readTerms(): Promise<void> {
    await this.page.getByRole('region', { name: /ข้อกำหนด|Terms/i }).evaluate((element) => { element.scrollTop = element.scrollHeight; });
  }

  async photograph(): Promise<void> {
    await until('the camera is open', () => this.button('ถ่ายรูป').isEnabled());
    await this.press('ถ่ายรูป');
    await this.press('ยืนยัน');
  }
}
