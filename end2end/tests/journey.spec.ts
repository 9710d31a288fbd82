// PRODUCT.md §3, steps 1 to 8 and 10: from an empty portal to a customer's message in a queue, and back. In Norwegian with
// everything on, in English with JavaScript switched off; the same steps, the same words on the same buttons.

import type { Page } from '@playwright/test';
import { expect, test } from '../support/fixtures';
import { becomeAdministrator } from '../support/people';
import type { Portal } from '../support/portal';
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
  writeAsCustomer,
} from '../support/steps';
import { en, nb, type Words } from '../support/words';

test.describe('in Norwegian, with WebAssembly', () => {
  test.use({ locale: nb.locale });
  test('an account is connected and a customer’s message arrives in a queue', async ({ portal, watched }) => {
    await journey(watched, portal, nb, true);
  });
});

test.describe('in English, without JavaScript', () => {
  test.use({ locale: en.locale, javaScriptEnabled: false });
  test('an account is connected and a customer’s message arrives in a queue', async ({ portal, watched }) => {
    await journey(watched, portal, en, false);
  });
});

async function journey(page: Page, portal: Portal, words: Words, hasScript: boolean): Promise<void> {
  await test.step('0: the first administrator', () => becomeAdministrator(page, portal, words));
  await test.step('1: name and channel', () => nameAccount(page, words));
  await test.step('2: privacy notice', () => acknowledge(page, words));
  await test.step('3: partner account', () => giveCredentials(page, words));
  await test.step('4: two-way connection', () => connect(page, portal, words, hasScript));
  await test.step('5: agent account', () => addAgent(page, words));
  await press(page, words.save);
  await test.step('6: workstream', () => createWorkstream(page, words));
  await test.step('7: channel', () => setUpChannel(page, words));
  await test.step('8: test', () => writeAsCustomer(page, words));
  await test.step('10: delete', () => takeApart(page, words));
}

async function takeApart(page: Page, words: Words): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name: words.channels, exact: true }).click();
  await follow(page, words.manage);
  await follow(page, 'Fjordbank');
  await page.getByRole('link', { name: words.delete }).first().click();
  // The workstream that uses the agent account stands in the way, with a link.
  await page.getByRole('main').getByRole('link', { name: 'Fjordbank messages' }).click();
  await page.getByRole('link', { name: words.remove }).first().click();
  await page.getByRole('button', { name: words.remove }).click();

  await page.getByRole('navigation').getByRole('link', { name: words.channels, exact: true }).click();
  await follow(page, words.manage);
  await follow(page, 'Fjordbank');
  await page.getByRole('link', { name: words.delete }).first().click();
  await page.getByLabel(/Fjordbank/).fill('Fjordbank');
  await page.getByRole('button', { name: words.delete }).click();
  await expect(page.getByRole('link', { name: 'Fjordbank', exact: true })).toHaveCount(0);
}
