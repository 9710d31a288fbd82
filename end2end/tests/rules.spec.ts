// PRODUCT.md §3, step 9, by keyboard alone: a rule for one customer's name is made, published, and decides the next conversation.

import type { Locator, Page } from '@playwright/test';
import { expect, test } from '../support/fixtures';
import { becomeAdministrator } from '../support/people';
import {
  acknowledge,
  addAgent,
  connect,
  createWorkstream,
  follow,
  giveCredentials,
  nameAccount,
  press,
  setUpChannel,
} from '../support/steps';
import { nb } from '../support/words';

const NAME = "Google's Business Messages";
const QUEUE = 'Default messaging queue';

test.use({ locale: nb.locale });

test('a rule is made by keyboard, published, and applied', async ({ portal, watched: page }) => {
  await test.step('a channel', async () => {
    await becomeAdministrator(page, portal, nb);
    await nameAccount(page, nb);
    await acknowledge(page, nb);
    await giveCredentials(page, nb);
    await connect(page, portal, nb, true);
    await addAgent(page, nb);
    await press(page, nb.save);
    await createWorkstream(page, nb);
    await setUpChannel(page, nb);
  });
  const workstream = page.url();

  await test.step('a rule', async () => {
    await open(page, page.getByRole('link', { name: 'Rutingsregler', exact: true }));
    await expect(page.getByText(`Ingen regler. Alle samtaler går til reservekøen ${QUEUE}.`)).toBeVisible();
    await open(page, page.getByRole('link', { name: 'Ny regel' }));
    await open(page, page.getByRole('button', { name: 'Legg til betingelse', exact: true }));
    // The page comes back with the new row in focus.
    await expect(page.getByLabel('Felt', { exact: true })).toBeFocused();
    await page.keyboard.type('Kundens navn');
    await choose(page, page.getByLabel('Operator', { exact: true }), 'er lik');
    await enter(page, page.getByLabel('Verdi', { exact: true }), NAME);
    await enter(page, page.getByLabel('Navn', { exact: true }), 'Fra Google', 'Shift+Tab');
    // Enter in a field saves; what is missing is told, and nothing that was typed is lost.
    await page.keyboard.press('Enter');
    await expect(page.getByRole('alert')).toContainText('Velg en kø.');
    await expect(page.getByRole('alert')).toBeFocused();
    await expect(page.getByLabel('Verdi', { exact: true })).toHaveValue(NAME);
    await expect(page.getByText(`Når Kundens navn er lik ${NAME}`)).toBeVisible();
    await open(page, page.getByRole('link', { name: 'Velg en kø.' }));
    await choose(page, page.getByLabel('Kø', { exact: true }).first(), QUEUE);
    await page.keyboard.press('Enter');
    await open(page, page.getByRole('button', { name: 'Lagre i utkastet' }));
    await expect(page.getByRole('heading', { name: 'Fra Google' })).toBeVisible();
  });

  await test.step('publishing', async () => {
    await open(page, page.getByRole('link', { name: 'Publiser …' }), 'Shift+Tab');
    await expect(page.getByText('Ny regel 1, «Fra Google»')).toBeVisible();
    await enter(page, page.getByLabel(/^Kommentar/), 'Den første regelen');
    await open(page, page.getByRole('button', { name: 'Publiser', exact: true }));
    await expect(page.getByText('Reglene er publisert som versjon 2')).toBeVisible();
    await open(page, page.getByRole('link', { name: 'Historikk' }));
    await expect(page.getByRole('row', { name: /Den første regelen/ })).toContainText('I kraft');
  });

  await test.step('a customer of that name', async () => {
    await page.goto(workstream);
    const opened = page.context().waitForEvent('page');
    await page.getByRole('link', { name: /Android/ }).click();
    const phone = await opened;
    await phone.getByText('Kundens opplysninger').click();
    await phone.getByLabel('Visningsnavn').fill(NAME);
    await phone.getByRole('button', { name: 'Lagre', exact: true }).click();
    await phone.getByLabel(nb.emulator.message, { exact: true }).fill(nb.sent);
    await phone.getByRole('button', { name: 'Send', exact: true }).click();
    await expect(phone.getByText(nb.sent).first()).toBeVisible();
    await phone.close();
  });

  await test.step('why it is where it is', async () => {
    const list = page.getByRole('navigation').getByRole('link', { name: nb.conversations, exact: true });
    await expect(async () => {
      await list.click();
      await expect(page.getByRole('link', { name: NAME }).first()).toBeVisible({ timeout: 1_000 });
    }).toPass();
    await follow(page, NAME);
    await expect(page.getByText(`Regelen «Fra Google» passet. Samtalen gikk til køen «${QUEUE}».`)).toBeVisible();
  });
});

/** Moves to a control as a keyboard does; `Shift+Tab` goes back. */
async function reach(page: Page, control: Locator, key = 'Tab'): Promise<void> {
  await expect(control).toBeVisible();
  for (let presses = 0; presses < 80; presses++) {
    if (await control.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${control} is not reached by ${key}`);
}

async function open(page: Page, control: Locator, key = 'Tab'): Promise<void> {
  await reach(page, control, key);
  const before = await page.evaluate(() => performance.timeOrigin);
  await page.keyboard.press('Enter');
  if ((await control.getAttribute('href').catch(() => null))?.startsWith('#')) return;
  await expect.poll(() => page.evaluate(() => performance.timeOrigin).catch(() => before)).not.toBe(before);
}

async function enter(page: Page, control: Locator, text: string, key = 'Tab'): Promise<void> {
  await reach(page, control, key);
  await page.keyboard.type(text);
}

/** Types the beginning of an answer, as lists take it. */
async function choose(page: Page, control: Locator, answer: string): Promise<void> {
  await reach(page, control);
  await page.keyboard.type(answer);
  await expect(control.locator('option:checked')).toHaveText(answer);
}
