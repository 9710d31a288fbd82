// Field security from end to end: a configurator without a profile sets up everything but the secured fields, gets the profile, sets
// the token, rotates it while messages come with both, and retires the old one.

import type { Browser, BrowserContextOptions, Page } from '@playwright/test';
import { expect, test } from '../support/fixtures';
import { becomeAdministrator, PASSWORD, signIn } from '../support/people';
import type { Portal } from '../support/portal';
import { acknowledge, addAgent, createWorkstream, follow, nameAccount, press, setUpChannel, TOKEN } from '../support/steps';
import { deliver, text } from '../support/webhook';
import { en, nb, type Words } from '../support/words';

/** What people read on the pages that only this journey passes. */
const SAID = {
  nb: {
    role: 'Kanaladministrator',
    locked: 'Sikkert felt',
    newProfile: 'Ny profil',
    createProfile: 'Opprett profil',
    box: (right: string) => `Klienttoken for konto: ${right}`,
    other: 'Klienttoken for agentkonto: Lese',
    rights: ['Lese', 'Opprette', 'Oppdatere'],
    person: 'Person',
    give: 'Legg til',
    secret: 'Vis og endre: Klienttoken',
    rotate: 'Bytt token',
    newToken: 'Nytt klienttoken',
    overlap: 'Det gamle tokenet virker',
    untilRetired: 'til noen trekker det tilbake',
    both: 'Virker til noen trekker det tilbake',
    retire: 'Trekk tilbake det gamle',
    inUse: /Det gamle tokenet ble brukt/,
    retireNow: 'Trekk tilbake',
    retiredReason: /tilbaketrukket|trukket tilbake/i,
    save: 'Lagre legitimasjonen',
  },
  en: {
    role: 'Omnichannel administrator',
    locked: 'Secured field',
    newProfile: 'New profile',
    createProfile: 'Create profile',
    box: (right: string) => `Client token of an account: ${right}`,
    other: 'Client token of an agent account: Read',
    rights: ['Read', 'Create', 'Update'],
    person: 'Person',
    give: 'Add',
    secret: 'Show and change: Client token',
    rotate: 'Rotate',
    newToken: 'New client token',
    overlap: 'The old token works',
    untilRetired: 'until somebody retires it',
    both: 'Works until somebody retires it',
    retire: 'Retire the old one',
    inUse: /The old token was used/,
    retireNow: 'Retire',
    retiredReason: /retired/i,
    save: 'Save the credentials',
  },
} as const;

const NEXT_TOKEN = 'fjordbank-next-client-token-a1b2';

test.describe('in Norwegian, with WebAssembly', () => {
  const look = { locale: nb.locale };
  test.use(look);
  test('a token is set, rotated and retired by who has the profile', async ({ portal, watched, browser }) => {
    await journey(watched, await another(browser, look), portal, nb, SAID.nb);
  });
});

test.describe('in English, without JavaScript', () => {
  const look = { locale: en.locale, javaScriptEnabled: false };
  test.use(look);
  test('a token is set, rotated and retired by who has the profile', async ({ portal, watched, browser }) => {
    await journey(watched, await another(browser, look), portal, en, SAID.en);
  });
});

const another = async (browser: Browser, look: BrowserContextOptions) => (await browser.newContext(look)).newPage();

async function journey(
  admin: Page,
  ola: Page,
  portal: Portal,
  words: Words,
  said: (typeof SAID)[keyof typeof SAID],
): Promise<void> {
  await test.step('a configurator is invited', async () => {
    await becomeAdministrator(admin, portal, words);
    await admin.goto(`${portal.url}/users/new`);
    await admin.getByLabel(words.email).fill('ola@example.no');
    await admin.getByLabel(words.name, { exact: true }).fill('Ola Hansen');
    await admin.getByLabel(said.role, { exact: true }).check();
    await press(admin, words.makeInvitation);
    const link = await admin.getByText(words.invitationLink).first().innerText();
    await ola.goto(link.trim());
    await ola.getByLabel(words.password, { exact: true }).fill(PASSWORD);
    await press(ola, words.acceptInvitation);
    await signIn(ola, words, 'ola@example.no');
  });

  let account = '';
  await test.step('who has no profile completes everything but the secured fields', async () => {
    await nameAccount(ola, words);
    account = new URL(ola.url()).pathname.split('/setup')[0] as string;
    await acknowledge(ola, words);
    await ola.getByLabel(words.partnerId).fill('fjordbank-partner');
    await expect(ola.getByLabel(words.clientToken)).toHaveCount(0);
    await expect(ola.getByText(said.locked).first()).toBeVisible();
    await press(ola, words.next);
    await expect(ola.getByText(words.waiting).first()).toBeVisible();
    await press(ola, words.save);
    await addAgent(ola, words);
    await press(ola, words.save);
    await createWorkstream(ola, words);
    await setUpChannel(ola, words);
  });

  await test.step('the profile is given', async () => {
    await admin.goto(`${portal.url}/field-security`);
    await follow(admin, said.newProfile);
    await admin.getByLabel(words.name).fill('Kanalansvarlige');
    await press(admin, said.createProfile);
    for (const right of said.rights) await admin.getByLabel(said.box(right), { exact: true }).check();
    // What a delivery was signed with is told to those who may read the tokens of both kinds.
    await admin.getByLabel(said.other, { exact: true }).check();
    await press(admin, words.save);
    await admin.getByLabel(said.person, { exact: true }).selectOption({ label: 'Ola Hansen – ola@example.no' });
    await admin.getByRole('button', { name: said.give, exact: true }).first().click();
    await expect(admin.getByRole('main').getByRole('link', { name: 'Ola Hansen' })).toBeVisible();
  });

  let address = '';
  await test.step('the token is set on the next request', async () => {
    await ola.goto(`${portal.url}${account}`);
    address = (await ola.getByText(/\/webhooks\/google-business-messages\//).first().innerText()).trim();
    expect(await deliver(address, text('r-0', 'c-1', 'Kari Kunde', 'For tidlig'))).toBe(401);
    await ola.goto(`${portal.url}${account}/edit`);
    await ola.getByLabel(words.clientToken).fill(TOKEN);
    await press(ola, said.save);
    expect(await deliver(address, text('r-1', 'c-1', 'Kari Kunde', 'Hei'))).toBe(200);
  });

  const secret = `${portal.url}/secrets/account.client_token/${account.split('/').pop()}`;
  await test.step('it is rotated while messages come with both: none is refused', async () => {
    await ola.goto(`${portal.url}${account}`);
    await ola.getByRole('link', { name: said.secret }).click();
    await follow(ola, said.rotate);
    await ola.getByLabel(said.newToken).fill(NEXT_TOKEN);
    await ola.getByLabel(said.overlap).selectOption(said.untilRetired);
    await press(ola, said.rotate);
    await expect(ola.getByText(said.both).first()).toBeVisible();
    const sent = [];
    for (let number = 0; number < 20; number++) {
      const message = text(`b-${number}`, 'c-1', 'Kari Kunde', `Melding ${number}`);
      sent.push(await deliver(address, message, number % 2 ? TOKEN : NEXT_TOKEN));
    }
    expect(sent).toEqual(sent.map(() => 200));
  });

  await test.step('the old one is retired: the first message with it is refused, and shown', async () => {
    await ola.goto(secret);
    await follow(ola, said.retire);
    await press(ola, said.retireNow);
    await expect(ola.getByRole('link', { name: said.retire, exact: true })).toHaveCount(0);
    expect(await deliver(address, text('e-1', 'c-1', 'Kari Kunde', 'Gammelt'))).toBe(401);
    expect(await deliver(address, text('e-2', 'c-1', 'Kari Kunde', 'Nytt'), NEXT_TOKEN)).toBe(200);
    await expect(async () => {
      await ola.goto(`${portal.url}/receipts?outcome=refused`);
      await expect(ola.getByRole('main').getByText(said.retiredReason).first()).toBeVisible({ timeout: 1_000 });
    }).toPass();
  });
}
